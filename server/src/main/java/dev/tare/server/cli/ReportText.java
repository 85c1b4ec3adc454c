package dev.tare.server.cli;

import dev.tare.core.money.Amounts;
import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ReportRequest;
import dev.tare.server.wire.Figures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A report's JSON as a table for people. It prints what the report says, digit for digit, and
 * computes nothing.
 */
final class ReportText {
    private static final List<Metric> SHOWN =
            List.of(
                    Metric.REQUESTS,
                    Metric.API_COST,
                    Metric.REVENUE,
                    Metric.GROSS_PROFIT,
                    Metric.MARGIN_PERCENT,
                    Metric.FAILED_REQUESTS,
                    Metric.UNPRICED_REQUESTS,
                    Metric.UNVALUED_REQUESTS);
    private static final String UNKNOWN = "—";
    private static final String AT_LEAST = "≥ ";

    private final JsonNode report;

    ReportText(JsonNode report) {
        this.report = report;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        JsonNode query = report.path("query");
        text.append("Profit, ")
                .append(query.path("from").asString(""))
                .append(" to ")
                .append(query.path("to").asString(""))
                .append(" (time zone ")
                .append(query.path("time_zone").asString(""))
                .append("; revenue basis: ")
                .append(report.path("revenue_basis").asString(""))
                .append("; USD)\n\n");
        if (report.path("rows").isEmpty()) {
            return text.append("No calls in this span. `--range all` shows everything there is.\n")
                    .toString();
        }
        text.append(table());
        if (lacksPrices(report.path("total"))) {
            text.append("\n≥: at least; calls without a price are not in it.\n");
        }
        text.append(quantities());
        for (JsonNode note : report.path("notes")) {
            text.append("\nNote: ").append(note.path("text").asString(""));
        }
        return text.append(report.path("notes").isEmpty() ? "" : "\n").toString();
    }

    private TextTable table() {
        List<String> dimensions = new ArrayList<>();
        report.path("query").path("group_by").forEach(d -> dimensions.add(d.asString("")));
        List<String> header = new ArrayList<>(dimensions);
        SHOWN.forEach(metric -> header.add(metric.label()));
        TextTable table = new TextTable(header);
        for (int i = dimensions.size(); i < header.size(); i++) {
            table.right(i);
        }
        for (JsonNode row : report.path("rows")) {
            List<String> cells = new ArrayList<>();
            for (String dimension : dimensions) {
                cells.add(row.path(dimension).asString(ReportRequest.NONE));
            }
            table.row(withFigures(cells, row));
        }
        if (!dimensions.isEmpty()) {
            List<String> cells = new ArrayList<>(List.of("Total"));
            dimensions.subList(1, dimensions.size()).forEach(d -> cells.add(""));
            table.row(withFigures(cells, report.path("total")));
            table.withTotal();
        }
        return table;
    }

    private static List<String> withFigures(List<String> cells, JsonNode row) {
        for (Metric metric : SHOWN) {
            String figure = figure(metric, row.path(metric.text()));
            boolean more = metric == Metric.API_COST && lacksPrices(row);
            cells.add(more && !figure.equals(UNKNOWN) ? AT_LEAST + figure : figure);
        }
        return cells;
    }

    /** Whether calls of that row have no price: they cost something that is in no sum. */
    private static boolean lacksPrices(JsonNode row) {
        return row.path(Metric.UNPRICED_REQUESTS.text()).asLong(0) > 0;
    }

    private static String figure(Metric metric, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return UNKNOWN;
        }
        String raw = value.isString() ? value.asString() : value.toString();
        return switch (metric.unit()) {
            case USD -> Figures.usd(new BigDecimal(raw));
            case PERCENT -> Amounts.plain(new BigDecimal(raw)) + " %";
            default -> Figures.grouped(raw);
        };
    }

    private String quantities() {
        StringBuilder text = new StringBuilder();
        report.path("total")
                .path("quantities")
                .properties()
                .forEach(unit ->
                        text.append(text.isEmpty() ? "\nQuantities: " : " · ")
                                .append(Figures.grouped(unit.getValue().asString("")))
                                .append(' ')
                                .append(unit.getKey()));
        return text.isEmpty() ? "" : text.append('\n').toString();
    }
}
