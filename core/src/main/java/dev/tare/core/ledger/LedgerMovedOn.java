package dev.tare.core.ledger;

/**
 * Others have written since the store was asked where it stands. Nothing is wrong with it: whoever
 * asks again may go on at once.
 */
public final class LedgerMovedOn extends StoreUnavailable {
    public LedgerMovedOn(String message) {
        super(message, new IllegalStateException(message));
    }
}
