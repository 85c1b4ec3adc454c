package dev.tare.server.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare quarantine show}: one entry, beside the row it conflicts with. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows an event that was set aside beside the one that stands in the ledger.",
            "",
            "Example:",
            "  tare quarantine show 5b8f0c39-17",
            ""
        })
final class QuarantineShowCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "ENTRY", description = "The entry's id, as the list has it.")
    private String entry;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        String answer;
        try (TareLink link = data.link()) {
            answer = link.quarantineEntry(entry);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            print(new JsonMapper().readTree(answer), out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(JsonNode entry, PrintWriter out) {
        String id = entry.path("entry").asString();
        out.printf(
                "%s  %s, %s, received %s from %s%n",
                id,
                entry.path("state").asString(),
                entry.path("reason").asString(),
                entry.path("received_at").asString(),
                entry.path("source").asString());
        out.println(entry.path("explanation").asString());
        out.printf(
                "By today's prices it costs %s and earns %s.%n%n",
                entry.path("api_cost").asString("an unknown amount"),
                entry.path("credit_value").asString("an unknown amount"));
        TextTable table = new TextTable(List.of("", "field", "in the ledger", "set aside"));
        table.row(List.of("", "id", "", entry.path("event").path("id").asString()));
        for (JsonNode field : entry.path("fields")) {
            table.row(
                    List.of(
                            field.path("differs").asBoolean() ? "≠" : "",
                            field.path("name").asString(),
                            field.path("stands").asString("–"),
                            field.path("set_aside").asString("–")));
        }
        out.println(table);
        out.println(next(entry, id));
    }

    private static String next(JsonNode entry, String id) {
        JsonNode decision = entry.path("decision");
        if (!decision.isNull()) {
            String note = decision.path("note").asString("");
            return "Decided by "
                    + decision.path("by").asString()
                    + " at "
                    + decision.path("at").asString()
                    + ": "
                    + entry.path("state").asString()
                    + (note.isEmpty() ? "." : " (" + note + ").");
        }
        return entry.path("conflict_stands").asBoolean()
                ? "It was another call:  tare quarantine retry "
                        + id
                        + " --new-id ID\nIt was none:          tare quarantine discard "
                        + id
                : "Try it again:  tare quarantine retry "
                        + id
                        + "\nLeave it out:  tare quarantine discard "
                        + id;
    }
}
