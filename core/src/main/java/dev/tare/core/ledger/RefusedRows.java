package dev.tare.core.ledger;

import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import java.util.ArrayList;
import java.util.List;

/** Parts rows that the store refused together: those it would take, and those it never will. */
final class RefusedRows {
    private final UsageStore store;
    private final StoreRefusedData refused;
    private final List<PricedEvent> storable = new ArrayList<>();
    private final List<QuarantinedEvent> aside = new ArrayList<>();

    RefusedRows(UsageStore store, StoreRefusedData refused) {
        this.store = store;
        this.refused = refused;
    }

    /** Asks about ever smaller parts, without writing. */
    void part(List<PricedEvent> rows) {
        if (rows.isEmpty()) {
            return;
        }
        if (store.canStore(rows)) {
            storable.addAll(rows);
        } else if (rows.size() == 1) {
            PricedEvent row = rows.getFirst();
            aside.add(
                    new QuarantinedEvent(
                            row.source(),
                            row.receivedAt(),
                            row.event(),
                            QuarantinedEvent.Reason.UNSTORABLE,
                            "The store refuses this event: " + refused.getMessage()));
        } else {
            int half = rows.size() / 2;
            part(rows.subList(0, half));
            part(rows.subList(half, rows.size()));
        }
    }

    /** In the order given. */
    List<PricedEvent> storable() {
        return storable;
    }

    /** What can be written of events so sorted, after they were parted. */
    LedgerBatch batch(JournalPosition after, Recognition.Sorted sorted) {
        List<QuarantinedEvent> all = new ArrayList<>(sorted.quarantined());
        all.addAll(aside);
        return new LedgerBatch(after, storable, all, PriceChange.NONE, sorted.duplicates());
    }
}
