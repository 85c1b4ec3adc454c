package dev.tare.server.cli;

import dev.tare.server.history.HistoryMapping;
import dev.tare.server.history.HistoryRun;
import dev.tare.server.history.HistorySummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says how an import of history went, to people or to programs. */
final class HistoryReport {
    /**
     * What the ledger says of a run.
     *
     * @param calls events in it now
     * @param estimatedCalls those of them that are estimates
     */
    record InLedger(
            long added,
            long known,
            LinkedLedger.Corrected corrections,
            long inQuarantine,
            long calls,
            long estimatedCalls) {
        static InLedger of(TareLink.Progress before, TareLink.Progress after, LinkedLedger ledger) {
            List<Long> estimated = ledger.estimated();
            return new InLedger(
                    after.recorded() - before.recorded(),
                    after.duplicates() - before.duplicates(),
                    ledger.corrected(),
                    after.quarantined() - before.quarantined(),
                    estimated.getFirst(),
                    estimated.getLast());
        }
    }

    private final PrintWriter to;
    private final boolean dryRun;
    private final boolean json;

    HistoryReport(PrintWriter to, boolean dryRun, boolean json) {
        this.to = to;
        this.dryRun = dryRun;
        this.json = json;
    }

    /** Of a run about which the ledger wasn't asked; returns the exit code. */
    int ended(HistoryRun.Outcome outcome) {
        return ended(outcome, null);
    }

    /** The same, with what the ledger says. */
    int ended(HistoryRun.Outcome outcome, @Nullable InLedger ledger) {
        return switch (outcome) {
            case HistoryRun.Unfit bad -> throw unfit(bad.problems());
            case HistoryRun.Stopped stopped -> throw stopped(stopped);
            case HistoryRun.Done done -> {
                if (json) {
                    to.println(HistoryJson.text(done, dryRun, ledger));
                } else {
                    print(done, ledger);
                }
                to.flush();
                yield code(done.summary());
            }
        };
    }

    private void print(HistoryRun.Done done, @Nullable InLedger ledger) {
        if (done.resumed()) {
            to.println("Went on where the last run stopped; --restart begins anew.");
        }
        to.print(new HistoryText(done.summary(), dryRun));
        if (done.rejected() != null) {
            to.println("The rows that can't be used are listed in " + done.rejected());
        }
        if (ledger != null) {
            to.print(HistoryText.ofLedger(ledger));
        }
    }

    private CommandFailed stopped(HistoryRun.Stopped stopped) {
        boolean began = stopped.summary().rows() > 0;
        if (began && !json) {
            to.print(new HistoryText(stopped.summary(), dryRun));
            to.flush();
        }
        return new CommandFailed(
                stopped.inMapping() ? ExitCode.USAGE : ExitCode.ENVIRONMENT,
                stopped.message()
                        + " ("
                        + stopped.code()
                        + ")"
                        + (dryRun || !began
                                ? ""
                                : " Run the same command again: it goes on where it stopped."));
    }

    static CommandFailed unfit(List<HistoryMapping.Problem> problems) {
        return new CommandFailed(
                ExitCode.USAGE,
                "The mapping has these problems:\n"
                        + problems.stream()
                                .map(p -> "  " + p.path() + ": " + p.message())
                                .collect(Collectors.joining("\n")));
    }

    private static int code(HistorySummary summary) {
        long findings = HistorySummary.sum(summary.broken()) + summary.changed() + summary.doubts();
        return findings == 0 ? ExitCode.OK : ExitCode.FINDING;
    }
}
