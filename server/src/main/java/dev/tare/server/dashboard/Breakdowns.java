package dev.tare.server.dashboard;

import dev.tare.core.money.Amounts;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The panels that split the whole span by something else than time. */
final class Breakdowns {
    private static final int ROWS_SHOWN = 25;
    private static final Metric[] UNIT_ECONOMICS = {
        Metric.REQUESTS,
        Metric.COST_PER_REQUEST,
        Metric.REVENUE_PER_REQUEST,
        Metric.PROFIT_PER_REQUEST,
        Metric.MARGIN_PERCENT,
        Metric.GROSS_PROFIT
    };
    private static final Metric[] GROUP = {
        Metric.REQUESTS, Metric.REVENUE, Metric.API_COST, Metric.GROSS_PROFIT, Metric.MARGIN_PERCENT
    };

    private final PageAddress address;
    private final Palette palette;
    private final String span;

    /**
     * @param span of the reports, in words
     */
    Breakdowns(PageAddress address, Palette palette, String span) {
        this.address = address;
        this.palette = palette;
        this.span = span;
    }

    /** What one call of each operation costs and earns. */
    Panel unitEconomics(ProfitReport byOperation) {
        String label = "Unit economics by operation, " + span;
        List<Table.Column> columns = new ArrayList<>(columns("Operation", UNIT_ECONOMICS));
        columns.add(new Table.Column("", "Gross profit, drawn", false));
        BigDecimal longest = longestProfit(byOperation);
        List<List<Cell>> rows = new ArrayList<>();
        for (ProfitReport.Row row : byOperation.rows().stream().limit(ROWS_SHOWN).toList()) {
            String key = row.keys().getFirst();
            Cell.Text operation =
                    new Cell.Text(
                            FilterBar.shown(key), -1, "", address.calls(Dimension.OPERATION, key));
            List<Cell> cells = cells(operation, row.totals().sums(), UNIT_ECONOMICS);
            cells.add(bar(row.get(Metric.GROSS_PROFIT), longest));
            rows.add(cells);
        }
        List<Cell> total =
                cells(Cell.Text.of("All"), byOperation.total().totals().sums(), UNIT_ECONOMICS);
        total.add(Cell.Text.of(""));
        return new Panel(
                "unit-economics",
                "Unit economics",
                "What one call of each operation costs and earns",
                "wide",
                null,
                label,
                new Table(label, columns, rows, total, hidden(byOperation)),
                address.csv(Dimension.OPERATION));
    }

    private static BigDecimal longestProfit(ProfitReport report) {
        return report.rows().stream()
                .map(row -> row.get(Metric.GROSS_PROFIT))
                .map(profit -> profit == null ? BigDecimal.ZERO : profit.abs())
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    private static Cell bar(@Nullable BigDecimal profit, BigDecimal longest) {
        BigDecimal percent = profit == null ? null : Amounts.percent(profit.abs(), longest);
        if (profit == null || percent == null) {
            return new Cell.Bar(0, false);
        }
        int length = percent.setScale(0, RoundingMode.UP).intValueExact();
        return new Cell.Bar(length, profit.signum() < 0);
    }

    /** Calls nobody pays for beside those somebody does. */
    Panel freeAndPaid(ProfitReport byPlan) {
        String label = "Free against paid, " + span;
        Map<Segment, Totals> segments = Segment.split(byPlan);
        List<Timeline.Bucket> buckets = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        segments.forEach((segment, totals) -> {
            String name = segment.label();
            buckets.add(new Timeline.Bucket(segment.name(), name, name));
            rows.add(cells(Cell.Text.of(name), totals.sums(), GROUP));
        });
        List<Chart.Series> series =
                List.of(
                        series(segments, Metric.REVENUE, Chart.Role.REVENUE),
                        series(segments, Metric.API_COST, Chart.Role.COST),
                        series(segments, Metric.GROSS_PROFIT, Chart.Role.PROFIT),
                        series(segments, Metric.REQUESTS, Chart.Role.NOTE));
        return new Panel(
                "free-and-paid",
                "Free against paid",
                "US dollars over the whole period",
                "narrow",
                ChartJson.of(new Chart(Chart.Kind.GROUPS, label, buckets, series)),
                label,
                new Table(
                        label,
                        columns("Users on", GROUP),
                        rows,
                        cells(Cell.Text.of("All"), byPlan.total().totals().sums(), GROUP),
                        0),
                address.csv(Dimension.PLAN));
    }

    private static Chart.Series series(
            Map<Segment, Totals> segments, Metric metric, Chart.Role role) {
        List<@Nullable String> values = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Totals totals : segments.values()) {
            values.add(Figure.geometry(metric.of(totals.sums())));
            texts.add(Figure.of(metric, totals.sums()).text());
        }
        return new Chart.Series(metric.label(), role, -1, values, texts);
    }

    /** A plain table by one dimension. */
    Panel by(Dimension dimension, ProfitReport report) {
        Function<String, Integer> color = dimension == Dimension.PROVIDER ? palette::slot : _ -> -1;
        List<List<Cell>> rows = new ArrayList<>();
        for (ProfitReport.Row row : report.rows().stream().limit(ROWS_SHOWN).toList()) {
            String key = row.keys().getFirst();
            Cell.Text name =
                    new Cell.Text(
                            FilterBar.shown(key),
                            color.apply(key),
                            note(row.totals().sums()),
                            address.calls(dimension, key));
            rows.add(cells(name, row.totals().sums(), GROUP));
        }
        String label = "By " + dimension.text() + ", " + span;
        return new Panel(
                "by-" + dimension.text(),
                "By " + dimension.text(),
                "",
                dimension == Dimension.MODEL ? "wide" : "half",
                null,
                label,
                new Table(
                        label,
                        columns(dimension.label(), GROUP),
                        rows,
                        cells(Cell.Text.of("All"), report.total().totals().sums(), GROUP),
                        hidden(report)),
                address.csv(dimension));
    }

    /** The calls that stand outside a row's cost or revenue. */
    private static String note(Sums sums) {
        List<String> outside = new ArrayList<>();
        if (sums.unpricedRequests() > 0) {
            outside.add(Figure.of(Metric.UNPRICED_REQUESTS, sums).text() + " unpriced");
        }
        if (sums.unvaluedRequests() > 0) {
            outside.add(Figure.of(Metric.UNVALUED_REQUESTS, sums).text() + " unvalued");
        }
        return String.join(", ", outside);
    }

    /** How much was used, by unit. */
    Panel quantities(ProfitReport report) {
        String label = "Quantities used, " + span;
        List<List<Cell>> rows = new ArrayList<>();
        for (String unit : report.units()) {
            BigDecimal quantity = report.quantity(report.total(), unit);
            rows.add(
                    List.of(
                            Cell.Text.of(unit),
                            new Cell.Amount(Figure.of(Metric.Unit.NUMBER, quantity))));
        }
        List<Table.Column> columns =
                List.of(
                        new Table.Column("Unit", "", false),
                        new Table.Column("Used", "Summed over all calls", true));
        return new Panel(
                "quantities",
                "Quantities",
                "",
                "narrow",
                null,
                label,
                new Table(label, columns, rows, List.of(), 0),
                address.csv());
    }

    private static int hidden(ProfitReport report) {
        return Math.max(0, report.rows().size() - ROWS_SHOWN);
    }

    /** The head of a table: what names a row, then these metrics. */
    static List<Table.Column> columns(String first, Metric... metrics) {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(new Table.Column(first, "", false));
        for (Metric metric : metrics) {
            columns.add(new Table.Column(metric.label(), metric.definition(), true));
        }
        return columns;
    }

    /** A row of a table: its name, then these metrics over the sums. */
    static List<Cell> cells(Cell.Text first, Sums sums, Metric... metrics) {
        List<Cell> cells = new ArrayList<>();
        cells.add(first);
        for (Metric metric : metrics) {
            cells.add(new Cell.Amount(Figure.of(metric, sums)));
        }
        return cells;
    }
}
