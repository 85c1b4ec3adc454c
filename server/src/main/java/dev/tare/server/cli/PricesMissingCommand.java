package dev.tare.server.cli;

import dev.tare.server.wire.Figures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare prices missing}: calls without a price, and what to do about them. */
@Command(
        name = "missing",
        mixinStandardHelpOptions = true,
        description = {
            "Lists calls that have no price, the largest groups first, and what cures them.",
            "The reason is by the price book as it is now.",
            "",
            "Ends with 0 where every call has a price, with 1 where some have none.",
            "",
            "Examples:",
            "  tare prices missing",
            "  tare prices missing --range 90d",
            "  tare prices missing --from 2026-01-01 --to 2026-06-30 --json",
            ""
        })
final class PricesMissingCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;
    @Mixin private SpanOption span;

    @Option(names = "--json", description = "Print JSON, as GET /v1/prices/missing.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode report;
        try (TareLink link = data.link()) {
            String text = link.missingPrices(span.params());
            report = new JsonMapper().readTree(text);
            if (json) {
                out.println(text);
            } else {
                print(report, out);
            }
        }
        out.flush();
        return report.path("unpriced_calls").asLong() == 0 ? ExitCode.OK : ExitCode.FINDING;
    }

    private static void print(JsonNode report, PrintWriter out) {
        String span = report.path("from").asString() + " to " + report.path("to").asString();
        long calls = report.path("unpriced_calls").asLong();
        if (calls == 0) {
            out.println("Every call has a price (" + span + ").");
        } else {
            out.printf("%s without a price (%s):%n%n", Figures.counted(calls, "call"), span);
            TextTable table =
                    new TextTable(List.of("#", "Calls", "Provider", "Operation", "Model", "Why"))
                            .right(0)
                            .right(1);
            int number = 0;
            for (JsonNode one : report.path("missing")) {
                table.row(row(++number, one));
            }
            out.print(table);
            long more = report.path("more_groups").asLong();
            if (more > 0) {
                out.printf(
                        "… and %s more, of %s together%n",
                        Figures.counted(more, "group"),
                        Figures.counted(report.path("more_calls").asLong(), "call"));
            }
            cures(report, out);
        }
        String kept = report.path("rows_kept_since").asString(null);
        if (kept != null) {
            out.println("Single calls are kept from " + kept + " on; earlier ones aren't in this.");
        }
    }

    private static List<String> row(int number, JsonNode one) {
        String status = one.path("status").asString();
        String reason = one.path("reason").asString().replace('_', ' ');
        String detail = one.path("detail").asString(null);
        return List.of(
                String.valueOf(number),
                String.format("%,d", one.path("calls").asLong()),
                one.path("provider").asString(),
                one.path("operation").asString(),
                one.path("model").asString("(none)"),
                (status.equals("success") ? "" : status + ": ")
                        + reason
                        + (detail == null ? "" : " (" + detail + ")")
                        + used(one));
    }

    private static String used(JsonNode one) {
        List<String> units = new ArrayList<>();
        one.path("quantities")
                .properties()
                .forEach(unit -> units.add(unit.getValue().asString() + " " + unit.getKey()));
        return units.isEmpty() ? "" : "; used " + String.join(", ", units);
    }

    private static void cures(JsonNode report, PrintWriter out) {
        int number = 0;
        for (JsonNode one : report.path("missing")) {
            out.printf("%n%d. %s%n", ++number, one.path("cure").asString());
            String command = one.path("command").asString(null);
            if (command != null) {
                out.println("   " + command);
            }
        }
    }
}
