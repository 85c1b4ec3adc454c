package dev.tare.server.dashboard;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The panels over time, from one report by time and provider. */
final class OverTime {
    private static final int PROVIDERS_SHOWN = Palette.SLOTS;
    private static final String OTHER = "Other";

    private final ProfitReport report;
    private final Timeline timeline;
    private final Palette palette;
    private final PageAddress address;
    private final Map<String, Totals> byTime = new HashMap<>();
    private final Map<String, Map<String, Totals>> byProvider = new LinkedHashMap<>();

    OverTime(ProfitReport report, Timeline timeline, Palette palette, PageAddress address) {
        this.report = report;
        this.timeline = timeline;
        this.palette = palette;
        this.address = address;
        Map<String, Totals> providers = byCost();
        List<String> shown = providers.keySet().stream().limit(PROVIDERS_SHOWN).toList();
        boolean all = providers.size() <= PROVIDERS_SHOWN;
        shown.forEach(provider -> byProvider.put(provider, new HashMap<>()));
        if (!all) {
            byProvider.put(OTHER, new HashMap<>());
        }
        for (ProfitReport.Row row : report.rows()) {
            String time = row.keys().getFirst();
            String provider = row.key(report.query(), Dimension.PROVIDER);
            byTime.merge(time, row.totals(), Totals::plus);
            byProvider
                    .getOrDefault(provider, byProvider.getOrDefault(OTHER, new HashMap<>()))
                    .merge(time, row.totals(), Totals::plus);
        }
    }

    /** Each provider's sums, the costliest first. */
    private Map<String, Totals> byCost() {
        Map<String, Totals> providers = new HashMap<>();
        for (ProfitReport.Row row : report.rows()) {
            String provider = row.key(report.query(), Dimension.PROVIDER);
            providers.merge(provider, row.totals(), Totals::plus);
        }
        Map<String, Totals> sorted = new LinkedHashMap<>();
        providers.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Totals>comparingByValue(
                                        (a, b) -> b.sums().apiCost().compareTo(a.sums().apiCost()))
                                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private Sums at(Timeline.Bucket bucket) {
        return byTime.getOrDefault(bucket.key(), Totals.ZERO).sums();
    }

    /** Revenue against cost, with the margin. */
    Panel revenueAndCost() {
        List<Chart.Series> series =
                List.of(
                        series(Metric.REVENUE, Chart.Role.REVENUE),
                        series(Metric.API_COST, Chart.Role.COST),
                        series(Metric.GROSS_PROFIT, Chart.Role.NOTE),
                        series(Metric.MARGIN_PERCENT, Chart.Role.MARGIN),
                        series(Metric.REQUESTS, Chart.Role.NOTE));
        String label =
                "Revenue, API cost and margin "
                        + timeline.granularity().phrase()
                        + ", "
                        + Timeline.words(report.query());
        return new Panel(
                "revenue-and-cost",
                "Revenue against cost",
                "US dollars " + timeline.granularity().phrase() + ", margin in % below",
                "half",
                ChartJson.of(new Chart(Chart.Kind.TREND, label, timeline.buckets(), series)),
                label,
                figuresTable(label),
                address.csv(timeline.granularity().dimension()));
    }

    private Table figuresTable(String label) {
        Metric[] columns = {
            Metric.REQUESTS,
            Metric.REVENUE,
            Metric.API_COST,
            Metric.GROSS_PROFIT,
            Metric.MARGIN_PERCENT
        };
        List<List<Cell>> rows = new ArrayList<>();
        for (Timeline.Bucket bucket : timeline.buckets()) {
            rows.add(Breakdowns.cells(Cell.Text.of(bucket.title()), at(bucket), columns));
        }
        return new Table(
                label,
                Breakdowns.columns(timeline.granularity().label(), columns),
                rows,
                Breakdowns.cells(Cell.Text.of("Total"), report.total().totals().sums(), columns),
                0);
    }

    /** What each provider charged. */
    Panel costByProvider() {
        List<Chart.Series> series = new ArrayList<>();
        byProvider.forEach((provider, sums) ->
                series.add(
                        series(
                                FilterBar.shown(provider),
                                Chart.Role.BAR,
                                color(provider),
                                Metric.API_COST,
                                b -> sums.getOrDefault(b.key(), Totals.ZERO).sums())));
        series.add(series("All providers", Chart.Role.NOTE, -1, Metric.API_COST, this::at));
        String label =
                "API cost by provider "
                        + timeline.granularity().phrase()
                        + ", "
                        + Timeline.words(report.query());
        return new Panel(
                "cost-by-provider",
                "Cost by provider",
                "US dollars " + timeline.granularity().phrase(),
                "half",
                ChartJson.of(new Chart(Chart.Kind.STACK, label, timeline.buckets(), series)),
                label,
                costTable(label),
                address.csv(timeline.granularity().dimension(), Dimension.PROVIDER));
    }

    private Table costTable(String label) {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(new Table.Column(timeline.granularity().label(), "", false));
        List<Cell> total = new ArrayList<>(List.of(Cell.Text.of("Total")));
        byProvider.forEach((provider, sums) -> {
            columns.add(new Table.Column(FilterBar.shown(provider), "", true));
            total.add(cost(sums.values().stream().reduce(Totals.ZERO, Totals::plus)));
        });
        columns.add(new Table.Column("All", Metric.API_COST.definition(), true));
        total.add(cost(report.total().totals()));
        List<List<Cell>> rows = new ArrayList<>();
        for (Timeline.Bucket bucket : timeline.buckets()) {
            List<Cell> row = new ArrayList<>(List.of(Cell.Text.of(bucket.title())));
            byProvider.values().forEach(s -> row.add(cost(at(s, bucket))));
            row.add(cost(at(byTime, bucket)));
            rows.add(row);
        }
        return new Table(label, columns, rows, total, 0);
    }

    private static Totals at(Map<String, Totals> sums, Timeline.Bucket bucket) {
        return sums.getOrDefault(bucket.key(), Totals.ZERO);
    }

    private static Cell cost(Totals totals) {
        return new Cell.Amount(figure(Metric.API_COST, totals.sums()));
    }

    private int color(String provider) {
        return byProvider.containsKey(OTHER) && provider.equals(OTHER)
                ? Palette.OTHER
                : palette.slot(provider);
    }

    private Chart.Series series(Metric metric, Chart.Role role) {
        return series(metric.label(), role, -1, metric, this::at);
    }

    private Chart.Series series(
            String name,
            Chart.Role role,
            int color,
            Metric metric,
            Function<Timeline.Bucket, Sums> sums) {
        List<@Nullable String> values = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Timeline.Bucket bucket : timeline.buckets()) {
            Sums at = sums.apply(bucket);
            values.add(Figure.geometry(orZero(metric, at)));
            texts.add(figure(metric, at).text());
        }
        return new Chart.Series(name, role, color, values, texts);
    }

    /** Where nothing was called nothing was charged or earned; a margin there is none. */
    private static @Nullable BigDecimal orZero(Metric metric, Sums sums) {
        boolean amount = metric.unit() == Metric.Unit.USD;
        return sums.requests() == 0 && amount ? BigDecimal.ZERO : metric.of(sums);
    }

    private static Figure figure(Metric metric, Sums sums) {
        BigDecimal value = orZero(metric, sums);
        return value == null ? Figure.of(metric, sums) : Figure.of(metric.unit(), value);
    }
}
