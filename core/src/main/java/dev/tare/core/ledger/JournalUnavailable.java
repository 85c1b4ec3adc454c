package dev.tare.core.ledger;

/** The journal can't take a record now: nothing of it was accepted; reads go on. */
public final class JournalUnavailable extends RuntimeException {
    /** Why. */
    public enum Cause {
        DISK_FULL,
        IO_ERROR,
        /** Too much waits for the disk already; a moment later there is room. */
        BUSY,
        CLOSED
    }

    private final Cause reason;

    public JournalUnavailable(Cause reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public JournalUnavailable(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
