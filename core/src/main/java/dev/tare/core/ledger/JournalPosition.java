package dev.tare.core.ledger;

import java.util.UUID;

/**
 * A place between two records of one journal.
 *
 * @param journal the journal's own identity; a new journal has a new one
 * @param offset grows with every record; 0 = before the first
 */
public record JournalPosition(UUID journal, long offset) {
    /** Before the first record. */
    public static JournalPosition start(UUID journal) {
        return new JournalPosition(journal, 0);
    }
}
