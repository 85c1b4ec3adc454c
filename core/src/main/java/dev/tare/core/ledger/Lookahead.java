package dev.tare.core.ledger;

import dev.tare.core.pricing.Books;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Gets the next piece of the journal ready while the recorder writes the one before. Which piece
 * comes next, and at which prices, depends on nothing but the journal: what was got ready is what
 * would have been read. One that doesn't fit after all is left, and read anew.
 */
final class Lookahead {
    private record Begun(JournalPosition from, Books books, FutureTask<Piece> work) {}

    private final Journal journal;
    private final int pieceEvents;
    private final long seed;
    private final Executor helper;
    private @Nullable Begun begun;

    /** With a helper that may be another thread, or this one. */
    Lookahead(Journal journal, int pieceEvents, long seed, Executor helper) {
        this.journal = journal;
        this.pieceEvents = pieceEvents;
        this.seed = seed;
        this.helper = helper;
    }

    /** Begins to get ready what follows that position, where there is something. */
    void begin(JournalPosition from, Books books) {
        begun = null;
        if (journal.end().offset() <= from.offset()) {
            return;
        }
        FutureTask<Piece> work = new FutureTask<>(() -> read(from, books));
        try {
            helper.execute(work);
            begun = new Begun(from, books, work);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            // It is read when it is asked for. (Java calls it so when the system has no thread.)
        }
    }

    /** What follows that position at those prices; empty where there is nothing yet. */
    Piece take(JournalPosition from, Books books) {
        Begun ready = begun;
        begun = null;
        if (ready != null && ready.from().equals(from) && ready.books().equals(books)) {
            try {
                return ready.work().get();
            } catch (ExecutionException failed) {
                // Told below, where it fails again; what is read by then is as good.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return read(from, books);
    }

    /** What follows there where it is usage, else none. */
    Piece usage(LedgerState there, Books books) {
        Piece piece = take(there.position(), books);
        return piece.isUsage() ? piece : Piece.NONE;
    }

    private Piece read(JournalPosition from, Books books) {
        return Piece.read(journal, from, pieceEvents, books, seed);
    }
}
