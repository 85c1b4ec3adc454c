package dev.tare.core.ledger;

/** The store refuses a batch for the data in it; nothing of the batch was written. */
public final class StoreRefusedData extends RuntimeException {
    public StoreRefusedData(String message, Throwable cause) {
        super(message, cause);
    }
}
