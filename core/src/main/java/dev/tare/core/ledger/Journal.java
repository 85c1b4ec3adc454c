package dev.tare.core.ledger;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Port: the durable, ordered list of everything that was ever accepted.
 *
 * <p>Safe for use by many threads. What {@link #append} has completed survives a crash of the
 * process and of the machine.
 */
public interface Journal extends AutoCloseable {
    /** This journal's identity, kept for its life. */
    UUID id();

    /**
     * Adds a record. Completes with the position behind it once the bytes are on disk; completes
     * exceptionally with {@link JournalUnavailable} where they can't be put there, and then the
     * record is not accepted.
     */
    CompletableFuture<JournalPosition> append(JournalRecord record);

    /** The position behind the last durable record. */
    JournalPosition end();

    /**
     * Durable records from a position on, oldest first, until they hold {@code eventsMax} events
     * (one record at least, if there is one). Empty where there is none yet. Never waits.
     *
     * @throws JournalDamaged where the bytes don't check out; names the place
     */
    List<JournalEntry> read(JournalPosition from, int eventsMax);

    /** Waits until there is a record behind {@code position}, or the time is up. */
    boolean awaitBeyond(JournalPosition position, java.time.Duration atMost)
            throws InterruptedException;

    @Override
    void close();
}
