package dev.tare.core.ledger;

/** Bytes of the journal don't check out; the message names file and offset. */
public final class JournalDamaged extends RuntimeException {
    public JournalDamaged(String message) {
        super(message);
    }
}
