package dev.tare.core.ledger;

import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import java.util.List;

/**
 * What one step of the recorder writes, in one transaction.
 *
 * @param after the journal position behind the last record in here
 * @param rows new rows of the log
 * @param quarantined events set aside
 * @param prices prices, plans and tariffs that are new
 * @param duplicates events that were in the ledger already, counted only
 */
public record LedgerBatch(
        JournalPosition after,
        List<PricedEvent> rows,
        List<QuarantinedEvent> quarantined,
        PriceChange prices,
        long duplicates) {
    public LedgerBatch {
        rows = List.copyOf(rows);
        quarantined = List.copyOf(quarantined);
    }

    /** Events acknowledged to senders that this batch accounts for. */
    public long acknowledged() {
        return rows.size() + quarantined.size() + duplicates;
    }
}
