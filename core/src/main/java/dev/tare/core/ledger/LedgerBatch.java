package dev.tare.core.ledger;

import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one step of the recorder writes, in one transaction.
 *
 * @param after the journal position behind the last record in here
 * @param rows new rows of the log
 * @param quarantined events set aside
 * @param prices prices, plans and tariffs that are new
 * @param duplicates events that were in the ledger already, counted only
 * @param decisions what was decided about the quarantine; a retried event is among rows or
 *     duplicates, and isn't in quarantine any more
 * @param adjustments corrections of events that are in the log
 * @param lettingGo rows of the log that go; {@code null}: none
 */
public record LedgerBatch(
        JournalPosition after,
        List<PricedEvent> rows,
        List<QuarantinedEvent> quarantined,
        PriceChange prices,
        long duplicates,
        List<QuarantineDecision> decisions,
        List<Adjustment> adjustments,
        @Nullable LettingGo lettingGo) {
    public LedgerBatch {
        rows = List.copyOf(rows);
        quarantined = List.copyOf(quarantined);
        decisions = List.copyOf(decisions);
        adjustments = List.copyOf(adjustments);
    }

    /** A batch after which all rows are kept. */
    public LedgerBatch(
            JournalPosition after,
            List<PricedEvent> rows,
            List<QuarantinedEvent> quarantined,
            PriceChange prices,
            long duplicates,
            List<QuarantineDecision> decisions,
            List<Adjustment> adjustments) {
        this(after, rows, quarantined, prices, duplicates, decisions, adjustments, null);
    }

    /** A batch without decisions. */
    public LedgerBatch(
            JournalPosition after,
            List<PricedEvent> rows,
            List<QuarantinedEvent> quarantined,
            PriceChange prices,
            long duplicates) {
        this(after, rows, quarantined, prices, duplicates, List.of(), List.of());
    }

    /** Prices alone. */
    static LedgerBatch of(JournalPosition after, PriceChange prices) {
        return new LedgerBatch(after, List.of(), List.of(), prices, 0);
    }

    /** Corrections alone. */
    static LedgerBatch of(JournalPosition after, List<Adjustment> adjustments) {
        return new LedgerBatch(
                after, List.of(), List.of(), PriceChange.NONE, 0, List.of(), adjustments);
    }

    /** A decision to let go of rows alone. */
    public static LedgerBatch of(JournalPosition after, LettingGo lettingGo) {
        return new LedgerBatch(
                after, List.of(), List.of(), PriceChange.NONE, 0, List.of(), List.of(), lettingGo);
    }

    /** Of usage that was told from what is in the ledger already. */
    static LedgerBatch of(JournalPosition after, Recognition.Sorted sorted) {
        return new LedgerBatch(
                after, sorted.rows(), sorted.quarantined(), PriceChange.NONE, sorted.duplicates());
    }

    /** The same with its rows at the prices of their places in a month. */
    LedgerBatch placed(Periods periods) {
        return new LedgerBatch(
                after,
                periods.placed(rows),
                quarantined,
                prices,
                duplicates,
                decisions,
                adjustments,
                lettingGo);
    }

    /** By how many the events in quarantine become more (or fewer, where it is negative). */
    public long quarantineChange() {
        return quarantined.size() - decisions.stream().filter(QuarantineDecision::releases).count();
    }

    /** Events acknowledged to senders that this batch accounts for. */
    public long acknowledged() {
        return rows.size() + quarantineChange() + duplicates;
    }
}
