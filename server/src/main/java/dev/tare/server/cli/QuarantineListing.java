package dev.tare.server.cli;

import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineEntry.State;
import dev.tare.core.ledger.QuarantinedEvent.Reason;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of what was set aside, for both ways to ask for it. */
final class QuarantineListing {
    private static final JsonMapper JSON = new JsonMapper();

    /** Lines printed at most; more are only counted. */
    private static final int LINES_MAX = 200;

    private final CommandSpec spec;
    private final DataOption data;

    QuarantineListing(CommandSpec spec, DataOption data) {
        this.spec = spec;
        this.data = data;
    }

    int print(String state, @Nullable String reason, boolean json) {
        State in = state.equals("all") ? null : state(state);
        Reason why = reason == null ? null : reason(reason);
        String answer;
        try (TareLink link = data.link()) {
            answer = link.quarantine(new Quarantine.Filter(in, why, null, LINES_MAX));
        }
        PrintWriter out = spec.commandLine().getOut();
        JsonNode page = JSON.readTree(answer);
        if (json) {
            out.println(answer);
        } else if (page.path("entries").isEmpty()) {
            out.println(nothing(in, page));
        } else {
            out.print(table(page));
            end(page, out);
        }
        out.flush();
        return page.path("waiting").asLong() > 0 ? ExitCode.FINDING : ExitCode.OK;
    }

    private static String nothing(@Nullable State in, JsonNode page) {
        long settled = page.path("retried").asLong() + page.path("discarded").asLong();
        String line =
                in == State.WAITING && page.path("waiting").asLong() == 0
                        ? "Nothing waits in quarantine: every event that was accepted is counted."
                        : "There is no such entry in quarantine.";
        return settled == 0
                ? line
                : line + " " + settled + " settled before: `tare quarantine --state all`.";
    }

    private static TextTable table(JsonNode page) {
        TextTable table =
                new TextTable(
                        List.of(
                                "entry",
                                "state",
                                "reason",
                                "received",
                                "source/id",
                                "user",
                                "cost",
                                "differs in"));
        table.right(6);
        for (JsonNode entry : page.path("entries")) {
            JsonNode event = entry.path("event");
            List<String> differences = new ArrayList<>();
            entry.path("differences").forEach(field -> differences.add(field.asString()));
            table.row(
                    List.of(
                            entry.path("entry").asString(),
                            entry.path("state").asString(),
                            entry.path("reason").asString(),
                            entry.path("received_at").asString().replaceAll("\\.[0-9]+Z", "Z"),
                            entry.path("source").asString() + "/" + event.path("id").asString(),
                            event.path("user_id").asString(),
                            entry.path("api_cost").asString("unpriced"),
                            String.join(", ", differences)));
        }
        return table;
    }

    private static void end(JsonNode page, PrintWriter out) {
        if (!page.path("next").isNull()) {
            out.println("The newest " + LINES_MAX + " are shown; --reason and --state narrow it.");
        }
        long waiting = page.path("waiting").asLong();
        if (waiting > 0) {
            out.printf(
                    "%d wait. `tare quarantine show ENTRY` tells why; then retry or discard.%n",
                    waiting);
        }
    }

    static State state(String text) {
        State known = State.of(text);
        if (known == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "There is no state \"" + text + "\"; take waiting, retried, discarded or all.");
        }
        return known;
    }

    static Reason reason(String text) {
        Reason known = Reason.of(text);
        if (known == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "There is no reason \"" + text + "\"; take conflict, too_old or unstorable.");
        }
        return known;
    }
}
