package dev.tare.server.wire;

import dev.tare.core.money.Amounts;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.rollup.Sums;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a reader must know beside a report's figures.
 *
 * @param code stable name: {@code unpriced}, {@code unvalued}, {@code estimated}, {@code
 *     corrected}, {@code rows_kept_since}
 * @param requests calls concerned, {@code null} = not told
 * @param text one sentence for people
 */
public record ReportNote(String code, @Nullable Long requests, String text) {
    /** The notes on a report; empty where it covers everything and all was measured. */
    public static List<ReportNote> of(ProfitReport report) {
        List<ReportNote> notes = new ArrayList<>();
        Instant since = report.rowsKeptSince();
        if (since != null) {
            String day = since.atOffset(ZoneOffset.UTC).toLocalDate().toString();
            notes.add(
                    new ReportNote(
                            "rows_kept_since",
                            null,
                            "Single events are kept since "
                                    + day
                                    + " (UTC), and only they answer this: earlier ones are left"
                                    + " out. By provider, operation, model, plan, status and day"
                                    + " all are in the sums; by user and day too, without"
                                    + " quantities."));
        }
        notes.addAll(of(report.total()));
        if (report.corrected()) {
            notes.add(corrected(report.total().totals().sums()));
        }
        return notes;
    }

    private static List<ReportNote> of(ProfitReport.Row total) {
        Sums sums = total.totals().sums();
        List<ReportNote> notes = new ArrayList<>();
        if (sums.unpricedRequests() > 0) {
            notes.add(
                    new ReportNote(
                            "unpriced",
                            sums.unpricedRequests(),
                            calls(sums.unpricedRequests())
                                    + " without a known cost, with $"
                                    + Figures.grouped(Amounts.plain(sums.unpricedRevenue()))
                                    + " of revenue: outside profit and margin."));
        }
        if (sums.unvaluedRequests() > 0) {
            notes.add(
                    new ReportNote(
                            "unvalued",
                            sums.unvaluedRequests(),
                            calls(sums.unvaluedRequests())
                                    + " without a known credit value, with $"
                                    + Figures.grouped(Amounts.plain(sums.unvaluedCost()))
                                    + " of cost: outside profit and margin."));
        }
        if (sums.estimatedRequests() > 0) {
            notes.add(
                    new ReportNote(
                            "estimated",
                            sums.estimatedRequests(),
                            calls(sums.estimatedRequests())
                                    + " reconstructed, not measured, with $"
                                    + Figures.grouped(Amounts.plain(sums.estimatedCost()))
                                    + " of cost."));
        }
        return notes;
    }

    private static ReportNote corrected(Sums sums) {
        if (sums.costAdjustment().signum() == 0 && sums.revenueAdjustment().signum() == 0) {
            return new ReportNote(
                    "corrected",
                    null,
                    "Later corrections are counted: cost and revenue of the total stay, single"
                            + " groups may have more or less of them, or of calls.");
        }
        return new ReportNote(
                "corrected",
                null,
                "Later corrections are counted: "
                        + signed(sums.costAdjustment())
                        + " of cost, "
                        + signed(sums.revenueAdjustment())
                        + " of revenue.");
    }

    private static String signed(BigDecimal amount) {
        return (amount.signum() < 0 ? "−$" : "+$") + Figures.grouped(Amounts.plain(amount.abs()));
    }

    private static String calls(long number) {
        return number == 1 ? "1 call" : String.format(Locale.ROOT, "%,d calls", number);
    }
}
