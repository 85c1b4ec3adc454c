package dev.tare.server.cli;

import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineEntry.State;
import dev.tare.core.ledger.QuarantinedEvent.Reason;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decides about several entries, one after the other, and says what became of each. */
final class QuarantineRound {
    private static final JsonMapper JSON = new JsonMapper();

    private final TareLink link;
    private final PrintWriter out;
    private final PrintWriter err;

    QuarantineRound(TareLink link, CommandLine line) {
        this.link = link;
        this.out = line.getOut();
        this.err = line.getErr();
    }

    /** The entries that wait for that reason. */
    List<String> waiting(Reason reason) {
        List<String> entries = new ArrayList<>();
        String after = null;
        do {
            Quarantine.Filter filter =
                    new Quarantine.Filter(State.WAITING, reason, after, Quarantine.PAGE_MAX);
            JsonNode page = JSON.readTree(link.quarantine(filter));
            page.path("entries").forEach(entry -> entries.add(entry.path("entry").asString()));
            after = page.path("next").isNull() ? null : page.path("next").asString();
        } while (after != null);
        return entries;
    }

    /** The exit code: of the first refusal where there was one, else whether one still waits. */
    int decide(Action action, List<String> entries, @Nullable String newId, @Nullable String note) {
        int code = ExitCode.OK;
        List<String> decided = new ArrayList<>();
        for (String entry : entries) {
            try {
                link.decide(entry, action, newId, note);
                decided.add(entry);
            } catch (CommandFailed refused) {
                if (refused.exitCode() != ExitCode.USAGE) {
                    throw refused;
                }
                err.println(entry + ": " + refused.getMessage());
                code = ExitCode.USAGE;
            }
        }
        link.awaitRecorded();
        long left = 0;
        for (String entry : decided) {
            JsonNode now = JSON.readTree(link.quarantineEntry(entry));
            String state = now.path("state").asString();
            left += state.equals("waiting") ? 1 : 0;
            boolean tooOld = now.path("reason").asString("").equals(Reason.TOO_OLD.code());
            out.println(entry + ": " + words(state, now.path("decision"), tooOld));
        }
        if (entries.isEmpty()) {
            out.println("Nothing waits for that reason.");
        }
        out.flush();
        return code != ExitCode.OK || left == 0 ? code : ExitCode.FINDING;
    }

    private static String words(String state, JsonNode decision, boolean tooOld) {
        return switch (decision.path("outcome").asString("")) {
            case "recorded" -> "recorded in the ledger.";
            case "duplicate" -> "the ledger has this very event already; counted as a repeat.";
            case "discarded" -> "discarded.";
            default ->
                    tooOld
                            ? "is older than the events kept, and goes on "
                                    + state
                                    + "; discard it."
                            : "can't be applied now either, and goes on " + state + ".";
        };
    }
}
