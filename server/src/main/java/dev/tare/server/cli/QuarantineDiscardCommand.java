package dev.tare.server.cli;

import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantinedEvent.Reason;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare quarantine discard}: leaves events out of the ledger for good. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description = {
            "Leaves events out of the ledger for good. They stay listed and counted as discarded.",
            "",
            "Examples:",
            "  tare quarantine discard 5b8f0c39-17 --note \"sent twice by mistake\"",
            "  tare quarantine discard --reason conflict --all",
            ""
        })
final class QuarantineDiscardCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(arity = "0..*", paramLabel = "ENTRY", description = "Ids of entries.")
    private List<String> entries = List.of();

    @Option(names = "--reason", description = "With --all: conflict, too_old or unstorable.")
    private @Nullable String reason;

    @Option(names = "--all", description = "All that wait for the named reason.")
    private boolean all;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why; kept with the decision.")
    private @Nullable String note;

    @Override
    public Integer call() {
        if (all == entries.isEmpty() && all == (reason != null)) {
            try (TareLink link = data.link()) {
                QuarantineRound round = new QuarantineRound(link, spec.commandLine());
                List<String> chosen = reason == null ? entries : round.waiting(named(reason));
                return round.decide(Action.DISCARD, chosen, null, note);
            }
        }
        throw new CommandFailed(
                ExitCode.USAGE,
                "Name the entries to discard, or --reason REASON --all; never both.");
    }

    private static Reason named(String text) {
        return QuarantineListing.reason(text);
    }
}
