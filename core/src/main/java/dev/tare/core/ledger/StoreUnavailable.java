package dev.tare.core.ledger;

/** The store can't be reached or written now; the same batch can be tried again later. */
public class StoreUnavailable extends RuntimeException {
    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
