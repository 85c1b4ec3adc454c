package dev.tare.server.cli;

import dev.tare.core.ledger.QuarantineDecision.Action;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare quarantine retry}: once more through pricing and recognition. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = {
            "Tries events again, with the time and source they came with.",
            "",
            "A conflict was another call after all? Then --new-id records it under an id of its"
                    + " own. An event that still can't be applied goes on waiting.",
            "",
            "Ends with 0 where all are settled, with 1 where one goes on waiting.",
            "",
            "Examples:",
            "  tare quarantine retry 5b8f0c39-17 --new-id call-1-again",
            "  tare quarantine retry 5b8f0c39-18 5b8f0c39-19",
            ""
        })
final class QuarantineRetryCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(arity = "1..*", paramLabel = "ENTRY", description = "Ids of entries.")
    private List<String> entries = List.of();

    @Option(names = "--new-id", paramLabel = "ID", description = "Record it under this id.")
    private @Nullable String newId;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why; kept with the decision.")
    private @Nullable String note;

    @Override
    public Integer call() {
        if (newId != null && entries.size() > 1) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--new-id names one event; retry the entries one by one.");
        }
        try (TareLink link = data.link()) {
            QuarantineRound round = new QuarantineRound(link, spec.commandLine());
            return round.decide(Action.RETRY, entries, newId, note);
        }
    }
}
