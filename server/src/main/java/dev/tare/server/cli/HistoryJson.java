package dev.tare.server.cli;

import dev.tare.core.profit.Metric;
import dev.tare.core.rollup.Sums;
import dev.tare.server.history.HistoryRun;
import dev.tare.server.history.HistorySummary;
import dev.tare.server.wire.Figures;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The summary of an import of history for programs. Counts are numbers; amounts and percentages are
 * decimal text; what isn't known is {@code null}. Times are UTC.
 */
final class HistoryJson {
    private static final List<Metric> FIGURES =
            List.of(
                    Metric.REQUESTS,
                    Metric.API_COST,
                    Metric.REVENUE,
                    Metric.GROSS_PROFIT,
                    Metric.MARGIN_PERCENT,
                    Metric.FAILED_REQUESTS,
                    Metric.UNPRICED_REQUESTS,
                    Metric.UNVALUED_REQUESTS,
                    Metric.ESTIMATED_REQUESTS);

    private HistoryJson() {}

    static String text(
            HistoryRun.Done done, boolean dryRun, HistoryReport.@Nullable InLedger ledger) {
        HistorySummary summary = done.summary();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("dry_run", dryRun);
        json.put("resumed", done.resumed());
        json.put("rows", summary.tables());
        json.put(dryRun ? "would_be_inserted" : "inserted", summary.fresh());
        json.put("known", summary.known());
        json.put(dryRun ? "would_be_corrected" : "corrected", summary.corrected());
        json.put("changed", summary.changed());
        json.put("corrected_by_hand", summary.byHand());
        json.put("skipped", summary.skipped());
        json.put("broken", summary.broken());
        json.put("first", time(summary.first()));
        json.put("last", time(summary.last()));
        json.put("total", figures(summary.total()));
        json.put("groups", summary.sums().stream().map(HistoryJson::group).toList());
        json.put("plans_known_from", summary.plans());
        json.put("plans_overlapping", summary.overlaps());
        json.put("between_two_plans", summary.gaps());
        json.put("plans_unreadable", summary.doubts());
        json.put("credits_by_tariff", summary.byTariff());
        json.put("missing", summary.missing().stream().map(HistoryJson::missing).toList());
        json.put("notes", summary.notes());
        json.put("rejected_file", done.rejected() == null ? null : done.rejected().toString());
        json.put("ledger", ledger == null ? null : ledger(ledger));
        return JsonMapper.shared().writeValueAsString(json);
    }

    private static Map<String, @Nullable Object> group(HistorySummary.Group group) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("provider", group.of().provider());
        json.put("operation", group.of().operation());
        json.put("model", group.of().model().isEmpty() ? null : group.of().model());
        json.put("plan", group.of().plan());
        json.put("status", group.of().status());
        json.putAll(figures(group.sums()));
        return json;
    }

    private static Map<String, @Nullable Object> figures(Sums sums) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        for (Metric metric : FIGURES) {
            BigDecimal value = metric.of(sums);
            boolean count = metric.unit() == Metric.Unit.COUNT;
            json.put(
                    metric.text(),
                    value == null
                            ? null
                            : count ? value.longValueExact() : Figures.text(metric, value));
        }
        return json;
    }

    private static Map<String, @Nullable Object> missing(HistorySummary.Missing missing) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("amount", missing.amount().replace(' ', '_'));
        json.put("of", missing.of());
        json.put("reason", missing.reason());
        json.put("calls", missing.calls());
        json.put("first", time(missing.first()));
        json.put("last", time(missing.last()));
        return json;
    }

    private static Map<String, @Nullable Object> ledger(HistoryReport.InLedger ledger) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("added", ledger.added());
        json.put("known", ledger.known());
        json.put("corrected", ledger.corrections().calls());
        json.put("corrections_batch", ledger.corrections().batch());
        json.put("cost_change", plain(ledger.corrections().costChange()));
        json.put("credit_value_change", plain(ledger.corrections().creditValueChange()));
        json.put("in_quarantine", ledger.inQuarantine());
        json.put("calls", ledger.calls());
        json.put("estimated_calls", ledger.estimatedCalls());
        return json;
    }

    private static String plain(BigDecimal amount) {
        return Figures.text(Metric.API_COST, amount);
    }

    private static @Nullable String time(@Nullable Object instant) {
        return instant == null ? null : instant.toString();
    }
}
