package dev.tare.server.wire;

import dev.tare.core.money.Amounts;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.rollup.Sums;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a reader must know beside a report's figures.
 *
 * @param code stable name: {@code unpriced}, {@code unvalued}, {@code estimated}, {@code corrected}
 * @param requests calls concerned, {@code null} = not told
 * @param text one sentence for people
 */
public record ReportNote(String code, @Nullable Long requests, String text) {
    /** The notes on a total; empty where profit covers everything and all was measured. */
    public static List<ReportNote> of(ProfitReport.Row total) {
        Sums sums = total.totals().sums();
        List<ReportNote> notes = new ArrayList<>();
        if (sums.unpricedRequests() > 0) {
            notes.add(
                    new ReportNote(
                            "unpriced",
                            sums.unpricedRequests(),
                            calls(sums.unpricedRequests())
                                    + " without a known cost, with $"
                                    + Amounts.plain(sums.unpricedRevenue())
                                    + " of revenue: outside profit and margin."));
        }
        if (sums.unvaluedRequests() > 0) {
            notes.add(
                    new ReportNote(
                            "unvalued",
                            sums.unvaluedRequests(),
                            calls(sums.unvaluedRequests())
                                    + " without a known credit value, with $"
                                    + Amounts.plain(sums.unvaluedCost())
                                    + " of cost: outside profit and margin."));
        }
        if (sums.estimatedRequests() > 0) {
            notes.add(
                    new ReportNote(
                            "estimated",
                            sums.estimatedRequests(),
                            calls(sums.estimatedRequests())
                                    + " reconstructed, not measured, with $"
                                    + Amounts.plain(sums.estimatedCost())
                                    + " of cost."));
        }
        if (sums.costAdjustment().signum() != 0 || sums.revenueAdjustment().signum() != 0) {
            notes.add(corrected(sums));
        }
        return notes;
    }

    private static ReportNote corrected(Sums sums) {
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
        return (amount.signum() < 0 ? "−$" : "+$") + Amounts.plain(amount.abs());
    }

    private static String calls(long number) {
        return number == 1 ? "1 call" : String.format(Locale.ROOT, "%,d calls", number);
    }
}
