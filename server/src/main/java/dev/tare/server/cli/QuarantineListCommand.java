package dev.tare.server.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tare quarantine list}: what {@code tare quarantine} does. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists events that were set aside, newest first.",
            "",
            "Example:",
            "  tare quarantine list --reason conflict --state all",
            ""
        })
final class QuarantineListCommand implements Callable<Integer> {
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
