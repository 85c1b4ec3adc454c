package dev.tare.core.profit;

import dev.tare.core.ledger.RowsKept;
import dev.tare.core.rollup.Totals;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: reads sums from the ledger, from rollups where they answer the question. */
public interface UsageSums {
    /**
     * One row for each group that has events, in no order.
     *
     * <p>A row's keys follow {@link ReportQuery#groupBy}: days and weeks (their Monday) as {@code
     * 2026-11-23}, months as {@code 2026-11}, an event without model as the empty text.
     *
     * <p>Quantities are left empty where the query doesn't ask for them.
     */
    List<SumRow> sums(ReportQuery query);

    /** Whether only rows of the log answer that; else sums do, which are kept for ever. */
    default boolean needsRows(ReportQuery query) {
        return false;
    }

    /** Whether an event in the query's span was corrected, in whatever group it is or was. */
    default boolean isCorrected(ReportQuery query) {
        return false;
    }

    /** Which rows the log has still. What needs others is answered from these. */
    default RowsKept rowsKept() {
        return RowsKept.ALL;
    }

    /**
     * The times of the first and the last event, {@code null} where there is none; to the quarter
     * hour where its row was let go.
     */
    @Nullable Span span();

    /** A group and its sums. */
    record SumRow(List<String> keys, Totals totals) {
        public SumRow {
            keys = List.copyOf(keys);
        }
    }

    /** From the first event's time to the last's, both inclusive (UTC). */
    record Span(Instant first, Instant last) {}
}
