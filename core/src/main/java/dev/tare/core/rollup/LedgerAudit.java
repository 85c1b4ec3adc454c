package dev.tare.core.rollup;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.RowsKept;
import java.util.List;
import java.util.function.Consumer;

/** Port: reads a store's tables for {@link Verification}, all in one consistent snapshot. */
public interface LedgerAudit {
    /** Compares the entries of the quarantine with the decisions about them; finds what is odd. */
    QuarantineComparison compareQuarantine(int max);

    /** The journals' states, the number of rows in the log and in quarantine. */
    Counts counts();

    /** Which rows the log has still. */
    RowsKept rowsKept();

    /** Each row of the log with what was charged. */
    void eachRow(Consumer<ChargedEvent> consumer);

    /** Each correction booked, as the event is with it. */
    void eachAdjusted(Consumer<ChargedEvent> consumer);

    /**
     * Compares each correction with the event as it was before, where its row is kept: finds those
     * that correct nothing there is, and those whose change isn't the difference.
     */
    AdjustmentComparison compareAdjustments(int max);

    /**
     * Compares the log with every rollup table, in the store, over the quarter hours and whole days
     * whose rows are kept: one finding for each group and column whose sums differ, at most {@code
     * max}. {@code checks} counts the groups compared.
     */
    RollupComparison compareRollups(int max);

    /**
     * Numbers of events, as tables have them.
     *
     * @param quarantined entries that wait or were discarded
     */
    record Counts(List<LedgerState> states, long rows, long quarantined) {}

    /** What came of looking at the quarantine; each difference is one sentence. */
    record QuarantineComparison(long entries, List<String> differences) {}

    /** What came of looking at the corrections; each difference is one sentence. */
    record AdjustmentComparison(long adjustments, List<String> differences) {}

    /** What came of comparing log and rollups; each difference is one sentence. */
    record RollupComparison(long groups, List<String> differences) {}
}
