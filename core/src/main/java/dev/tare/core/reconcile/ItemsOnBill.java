package dev.tare.core.reconcile;

import dev.tare.core.ledger.ChargedEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which item of a bill an event belongs to. Not safe for use by many threads. */
final class ItemsOnBill {
    private final Set<BillItem> onBill;
    private final Map<BillItem, BillItem> known = new HashMap<>();

    ItemsOnBill(Set<BillItem> onBill) {
        this.onBill = onBill;
    }

    /** Of those on the bill the one that says most, else the event's own. */
    BillItem of(ChargedEvent event) {
        BillItem exact = BillItem.of(event.event());
        return known.computeIfAbsent(
                exact,
                item ->
                        BillItem.wider(item).stream()
                                .filter(onBill::contains)
                                .findFirst()
                                .orElse(item));
    }
}
