package dev.tare.core.ledger;

import java.util.List;

/**
 * An event of the log with every correction booked since.
 *
 * @param charged its row, as it was charged; never changed
 * @param corrections in the order booked: each says the event as it is from then on
 */
public record LoggedEvent(ChargedEvent charged, List<Adjustment> corrections) {
    public LoggedEvent {
        corrections = List.copyOf(corrections);
    }

    /** The event as it is with its last correction. */
    public ChargedEvent now() {
        return corrections.isEmpty() ? charged : corrections.getLast().after();
    }
}
