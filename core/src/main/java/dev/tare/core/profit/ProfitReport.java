package dev.tare.core.profit;

import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link ReportQuery}: revenue basis is the credit value of each call; the query
 * says whether later corrections are in it.
 *
 * @param query what was asked
 * @param rows one for each group with events: time ascending, then gross profit descending
 * @param total over all rows; always the exact sum of them
 * @param rowsKeptSince the figures are of events from then on, since only rows of the log answer
 *     this and earlier ones were let go; {@code null}: they are of the whole span
 * @param corrected whether corrections of events in the span are counted, even where they cancel
 *     out
 */
public record ProfitReport(
        ReportQuery query,
        List<Row> rows,
        Row total,
        @Nullable Instant rowsKeptSince,
        boolean corrected) {
    public ProfitReport {
        rows = List.copyOf(rows);
    }

    /**
     * Every unit used by any event in the report, in alphabetical order; none where quantities
     * weren't asked for.
     */
    public SortedSet<String> units() {
        return query.quantities()
                ? new TreeSet<>(total.totals().quantities().keySet())
                : new TreeSet<>();
    }

    /**
     * How much of that unit a row used; 0 where it used none.
     *
     * @throws IllegalStateException where quantities weren't asked for: nobody knows then
     */
    public BigDecimal quantity(Row row, String unit) {
        if (!query.quantities()) {
            throw new IllegalStateException("The report was asked for without quantities");
        }
        return row.totals().quantities().getOrDefault(unit, BigDecimal.ZERO);
    }

    /** A group and its figures. */
    public record Row(List<String> keys, Totals totals) {
        public Row {
            keys = List.copyOf(keys);
        }

        /** A figure of this group, {@code null} where it isn't known. */
        public @Nullable BigDecimal get(Metric metric) {
            return metric.of(totals.sums());
        }

        /** The row's value in that column, given the report's query. */
        public String key(ReportQuery query, Dimension dimension) {
            return keys.get(query.groupBy().indexOf(dimension));
        }
    }
}
