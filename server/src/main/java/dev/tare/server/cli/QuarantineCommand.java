package dev.tare.server.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tare quarantine …}: events set aside, and what becomes of them. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description = {
            "Lists events that were set aside; retries or discards them.",
            "",
            "An event is set aside when it can't be applied: another event with its id says"
                    + " something else (conflict), or the ledger refuses it (unstorable). It is"
                    + " in no report until somebody decides.",
            "",
            "Ends with 0 where nothing waits, with 1 where something does.",
            "",
            "Examples:",
            "  tare quarantine",
            "  tare quarantine show 5b8f0c39-17",
            "  tare quarantine retry 5b8f0c39-17 --new-id call-1-again",
            "  tare quarantine discard --reason conflict --all --note \"sender's fault\"",
            ""
        },
        subcommands = {
            QuarantineListCommand.class,
            QuarantineShowCommand.class,
            QuarantineRetryCommand.class,
            QuarantineDiscardCommand.class,
        })
final class QuarantineCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(
            names = "--state",
            description = "waiting, retried, discarded or all (default: waiting).")
    private String state = "waiting";

    @Option(names = "--reason", description = "conflict, too_old or unstorable (default: all).")
    private @Nullable String reason;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        return new QuarantineListing(spec, data).print(state, reason, json);
    }
}
