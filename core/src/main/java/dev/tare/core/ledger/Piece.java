package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PricedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The next records of the journal, made ready to be recorded: usage, priced and hashed, up to the
 * first record that isn't usage, or that was received weeks later; or that one alone.
 */
record Piece(List<JournalEntry> entries, HashedEvents events) {
    /** No piece. */
    static final Piece NONE = new Piece(List.of(), HashedEvents.of(List.of(), 0));

    /** Reads what follows a position; empty where there is nothing yet. */
    static Piece read(
            Journal journal, JournalPosition from, int eventsMax, Books books, long seed) {
        return of(journal.read(from, eventsMax), books, seed);
    }

    static Piece of(List<JournalEntry> read, Books books, long seed) {
        int end = 0;
        Instant earliest = Instant.MAX;
        while (end < read.size()
                && read.get(end).record() instanceof JournalRecord.Usage usage
                && isNear(earliest, usage.receivedAt())) {
            Instant received = usage.receivedAt();
            earliest = received.isBefore(earliest) ? received : earliest;
            end++;
        }
        // Prices hold for what comes after them: usage behind them is for another piece.
        List<JournalEntry> entries = read.subList(0, Math.min(read.size(), Math.max(end, 1)));
        return new Piece(entries, HashedEvents.of(price(entries, books), seed));
    }

    /**
     * Within a piece the same identity is the same event. What was received so much later that its
     * id may have come again is for another piece, as it was when the records came in.
     */
    private static boolean isNear(Instant earliest, Instant received) {
        return !received.minus(Recognition.WINDOW).isAfter(earliest);
    }

    private static List<PricedEvent> price(List<JournalEntry> entries, Books books) {
        List<PricedEvent> priced = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (entry.record() instanceof JournalRecord.Usage usage) {
                for (UsageEvent event : usage.batch().events()) {
                    priced.add(
                            PricedEvent.of(
                                    event,
                                    usage.batch().source(),
                                    usage.batch().receivedAt(),
                                    books));
                }
            }
        }
        return priced;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether it holds usage. */
    boolean isUsage() {
        return !isEmpty() && entries.getFirst().record() instanceof JournalRecord.Usage;
    }

    int records() {
        return entries.size();
    }

    /** Behind its last record; to be asked of one that isn't empty. */
    JournalPosition after() {
        return entries.getLast().after();
    }
}
