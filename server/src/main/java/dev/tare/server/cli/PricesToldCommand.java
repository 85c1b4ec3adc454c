package dev.tare.server.cli;

import dev.tare.server.wire.Figures;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare prices told}: costs that senders told, beside what the price book says. */
@Command(
        name = "told",
        mixinStandardHelpOptions = true,
        description = {
            "Compares costs that senders told with what the price book says of the same calls.",
            "By provider, operation and model; the largest difference first.",
            "",
            "Ends with 0 where none differs by more than rounding, with 1 where some do.",
            "",
            "Examples:",
            "  tare prices told",
            "  tare prices told --range 90d",
            "  tare prices told --from 2026-01-01 --to 2026-06-30 --json",
            ""
        })
final class PricesToldCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;
    @Mixin private SpanOption span;

    @Option(names = "--json", description = "Print JSON, as GET /v1/prices/told.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode report;
        try (TareLink link = data.link()) {
            String text = link.toldCosts(span.params());
            report = new JsonMapper().readTree(text);
            if (json) {
                out.println(text);
            } else {
                print(report, out);
            }
        }
        out.flush();
        return report.at("/total/differing_events").asLong() == 0 ? ExitCode.OK : ExitCode.FINDING;
    }

    private static void print(JsonNode report, PrintWriter out) {
        String over = report.path("from").asString() + " to " + report.path("to").asString();
        JsonNode total = report.path("total");
        long events = total.path("events").asLong();
        if (events == 0) {
            out.println("No call came with its cost told (" + over + ").");
        } else {
            out.printf(
                    "%,d calls came with their cost told (%s); %,d differ from the book by more"
                            + " than rounding:%n%n",
                    events, over, total.path("differing_events").asLong());
            out.print(table(report));
            long more = report.path("more_events").asLong();
            if (more > 0) {
                out.printf(
                        "… and %,d calls in other groups, of which %,d differ%n",
                        more, report.path("more_differing").asLong());
            }
            notCompared(total, out);
        }
        String kept = report.path("rows_kept_since").asString(null);
        if (kept != null) {
            out.println("Single calls are kept from " + kept + " on; earlier ones aren't in this.");
        }
    }

    private static TextTable table(JsonNode report) {
        TextTable table =
                new TextTable(
                        List.of(
                                "Provider",
                                "Operation",
                                "Model",
                                "Calls",
                                "Told",
                                "Compared",
                                "Told of these",
                                "By the book",
                                "Difference",
                                "%",
                                "Differ"));
        for (int column = 3; column <= 10; column++) {
            table.right(column);
        }
        for (JsonNode group : report.path("groups")) {
            table.row(
                    row(
                            group.path("provider").asString(),
                            group.path("operation").asString(),
                            group.path("model").asString("(none)"),
                            group));
        }
        table.row(row("Total", "", "", report.path("total")));
        return table.withTotal();
    }

    private static List<String> row(String provider, String operation, String model, JsonNode sum) {
        boolean compared = sum.path("compared_events").asLong() > 0;
        return List.of(
                provider,
                operation,
                model,
                count(sum, "events"),
                usd(sum, "told_usd"),
                count(sum, "compared_events"),
                compared ? usd(sum, "compared_told_usd") : "–",
                compared ? usd(sum, "book_usd") : "–",
                compared ? usd(sum, "difference_usd") : "–",
                percent(sum.path("difference_percent").asString(null)),
                compared ? count(sum, "differing_events") : "–");
    }

    private static String count(JsonNode sum, String name) {
        return String.format("%,d", sum.path(name).asLong());
    }

    private static String usd(JsonNode sum, String name) {
        return Figures.usd(new BigDecimal(sum.path(name).asString()));
    }

    private static String percent(@Nullable String percent) {
        return percent == null ? "–" : percent;
    }

    private static void notCompared(JsonNode total, PrintWriter out) {
        long without = total.path("not_compared_events").asLong();
        if (without > 0) {
            out.printf(
                    "%nNot compared: %s without a price in the book, or with one for whole"
                            + " months.%n",
                    Figures.counted(without, "call"));
        }
    }
}
