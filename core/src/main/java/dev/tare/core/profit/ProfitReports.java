package dev.tare.core.profit;

import dev.tare.core.ledger.RowsKept;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers report queries from sums: the one place where figures come into being. */
public final class ProfitReports {
    private final UsageSums sums;

    public ProfitReports(UsageSums sums) {
        this.sums = sums;
    }

    /** The report over the query's span. */
    public ProfitReport report(ReportQuery query) {
        List<ProfitReport.Row> rows = new ArrayList<>();
        Totals total = Totals.ZERO;
        for (UsageSums.SumRow row : sums.sums(query)) {
            rows.add(new ProfitReport.Row(row.keys(), row.totals()));
            total = total.plus(row.totals());
        }
        rows.sort(order(query));
        return new ProfitReport(
                query,
                rows,
                new ProfitReport.Row(List.of(), total),
                rowsKeptSince(query),
                query.amounts() == ReportAmounts.ADJUSTED && sums.isCorrected(query));
    }

    /** Asked behind the sums: rows that went meanwhile are told as gone. */
    private @Nullable Instant rowsKeptSince(ReportQuery query) {
        if (!sums.needsRows(query)) {
            return null;
        }
        RowsKept kept = sums.rowsKept();
        return kept.lacks(query.from()) ? kept.since() : null;
    }

    /** Which rows the log has still. */
    public RowsKept rowsKept() {
        return sums.rowsKept();
    }

    /** The span of the events there are, {@code null} where there is none. */
    public UsageSums.@Nullable Span span() {
        return sums.span();
    }

    private static Comparator<ProfitReport.Row> order(ReportQuery query) {
        Comparator<ProfitReport.Row> order = (_, _) -> 0;
        for (int i = 0; i < query.groupBy().size(); i++) {
            if (query.groupBy().get(i).isTime()) {
                int column = i;
                order = order.thenComparing(row -> row.keys().get(column));
            }
        }
        Comparator<@Nullable BigDecimal> largestFirst =
                Comparator.nullsLast(Comparator.<BigDecimal>naturalOrder().reversed());
        return order.thenComparing(row -> row.get(Metric.GROSS_PROFIT), largestFirst)
                .thenComparing(row -> row.get(Metric.API_COST), largestFirst)
                .thenComparing(row -> String.join("\0", row.keys()));
    }
}
