package dev.tare.core.ledger;

import dev.tare.core.pricing.Books;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes accepted records from the journal, in order, to the ledger: the middle of the journey.
 *
 * <p>One thread owns a recorder. A step takes what is in the journal piece by piece: prices it,
 * recognises repeats and writes all with the journal's position as one. A crash leaves the position
 * before the step, and replay gives the same rows. A helper gets the next piece ready.
 */
public final class Recorder {
    private final Journal journal;
    private final UsageStore store;
    private final Clock clock;
    private final RecorderSetup setup;
    private final long seed;
    private final Lookahead ahead;
    private final Periods periods;
    private final SliceBySlice slices;

    /** Read from the store with the first record to come: it may take a while. */
    private @Nullable Recognition known;

    private boolean answerLost;

    /** Up to here records are written one by one, since the store refused something in them. */
    private long carefulUntil;

    /** An event older than that is set aside: its row may have been let go. */
    private RowsKept kept = RowsKept.ALL;

    private volatile Books books = Books.EMPTY;
    private volatile LedgerState state;
    private final Consumer<LedgerState> recorded;

    /**
     * A recorder that goes on where the store stands, and has no help. Where that can't be reached
     * now, the first step asks, and no record and no price is known before.
     *
     * @param recorded told after every transaction
     */
    public Recorder(
            Journal journal, UsageStore store, Clock clock, Consumer<LedgerState> recorded) {
        this(journal, store, clock, recorded, RecorderSetup.ALONE);
    }

    public Recorder(
            Journal journal,
            UsageStore store,
            Clock clock,
            Consumer<LedgerState> recorded,
            RecorderSetup setup) {
        this.journal = journal;
        this.store = store;
        this.clock = clock;
        this.recorded = recorded;
        this.setup = setup;
        this.periods = new Periods(store);
        this.seed = KnownKeys.seed(setup.shelf(), setup.seed());
        this.ahead = new Lookahead(journal, setup.pieceEvents(), seed, setup.helper());
        this.slices = new SliceBySlice(store, setup);
        this.state = LedgerState.start(journal.id());
        try {
            askAgain();
        } catch (StoreUnavailable later) {
            answerLost = true;
        }
    }

    /** The books after the last record applied. */
    public Books books() {
        return books;
    }

    /** How far the ledger has come. */
    public LedgerState state() {
        return state;
    }

    /** How far a record has come that is taken in slices, {@code null} where none is under way. */
    public @Nullable SliceProgress slices() {
        return slices.progress();
    }

    /** Reads what the store has now: before the first step, or to notice that it was set back. */
    public void prepare() {
        answerLost = true;
        asking(() -> {
            askAgain();
            return recognition();
        });
    }

    /** Puts aside what the next start would have to read; for times without work, and the end. */
    public void putAside() {
        Recognition recognition = known;
        if (recognition != null && !answerLost) {
            asking(() -> {
                recognition.putAside(state.position());
                return recognition;
            });
        }
    }

    /** Applies everything durable in the journal; returns what its {@link #step steps} did. */
    public long drain() {
        long records = 0;
        for (int step = step(); step > 0; step = step()) {
            records += step;
        }
        return records;
    }

    /**
     * Applies one transaction; returns the number of records in it, 0 where there was none. Of a
     * record that takes several, each counts as one.
     *
     * @throws StoreUnavailable where the store, or the shelf's files, can't be reached or written
     *     now; the next step begins with what the store says
     */
    public int step() {
        return asking(this::transaction);
    }

    /** After a failure of the store, or of a mapped file, the store is asked where it stands. */
    private <T> T asking(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreUnavailable unavailable) {
            answerLost = true;
            throw unavailable;
        } catch (InternalError pageLost) {
            answerLost = true;
            known = null;
            throw new StoreUnavailable("The identities put aside can't be read", pageLost);
        }
    }

    private int transaction() {
        if (answerLost) {
            askAgain();
        }
        if (known != null) {
            known.settled(state.position());
        }
        long end = journal.end().offset();
        Piece piece = ahead.take(state.position(), books);
        if (piece.isEmpty()) {
            return 0;
        }
        recognition(); // Before anything is written: it may find the ledger set back.
        if (!piece.isUsage()) {
            alone(piece.entries().getFirst());
            return 1;
        }
        if (state.position().offset() >= carefulUntil) {
            return many(piece, end);
        }
        usage(piece.entries());
        return piece.records();
    }

    /** Takes piece after piece, up to what was the journal's end when the step began. */
    private int many(Piece first, long end) {
        LedgerState becomes = state;
        Piece piece = first;
        int records = 0;
        boolean refused = false;
        boolean written = false;
        Recognition recognition = recognition();
        try (LedgerTransaction transaction = store.begin()) {
            while (!piece.isEmpty()) {
                ahead.begin(piece.after(), books);
                becomes = becomes.plus(add(piece, recognition, transaction));
                records += piece.records();
                piece = isEnough(becomes, end) ? Piece.NONE : ahead.usage(becomes, books);
            }
            transaction.commit();
            written = true;
        } catch (StoreRefusedData data) {
            refused = true;
        } finally {
            if (!written) {
                recognition.doubt();
                periods.forget();
            }
        }
        if (refused) {
            Piece culprit = piece.isEmpty() ? first : piece;
            carefulUntil = Math.max(becomes.position().offset(), culprit.after().offset());
            return transaction();
        }
        become(becomes);
        return records;
    }

    private LedgerBatch add(Piece piece, Recognition recognition, LedgerTransaction transaction) {
        Recognition.Sorted sorted = recognition.sort(piece.events()).placed(periods);
        LedgerBatch batch = LedgerBatch.of(piece.after(), sorted);
        transaction.add(batch);
        recognition.remember(sorted.hashed());
        return batch;
    }

    private boolean isEnough(LedgerState becomes, long end) {
        return becomes.acknowledged() - state.acknowledged() >= setup.eventsMax()
                || becomes.position().offset() >= end;
    }

    /** Whether the last transaction was committed is known to the store alone. */
    private void askAgain() {
        slices.doubt();
        LedgerState stands = store.state(journal.id());
        if (stands.position().offset() < state.position().offset()) {
            known = null; // It was set back: its rows are other ones now.
        }
        state = stands;
        periods.forget();
        books = store.books();
        kept = store.rowsKept();
        known = known != null && known.catchUp(clock.instant()) ? known : null;
        answerLost = false;
    }

    private Recognition recognition() {
        if (known == null) {
            known = new Recognition(store, setup, state.position(), clock.instant(), seed);
        }
        known.keptSince(kept.since());
        return known;
    }

    /** A record that is a transaction of its own, or several. */
    private void alone(JournalEntry entry) {
        SliceTask task = SliceTask.of(entry.record(), books);
        if (task != null) {
            become(slices.step(entry, task, state, kept));
            return;
        }
        OwnTransaction own = new OwnTransaction(store, recognition(), books);
        LedgerBatch batch = own.batch(entry).placed(periods);
        write(batch);
        setup.unmatched().accept(own.unmatched());
        books = books.with(batch.prices());
        recognition().remember(batch.rows());
        if (batch.lettingGo() != null && kept.isExtendedBy(batch.lettingGo().before())) {
            // A store may number its rows anew. What is put aside goes by their numbers.
            known = null;
            setup.shelf().forget();
            kept = store.rowsKept();
        }
    }

    private void usage(List<JournalEntry> entries) {
        Recognition.Sorted sorted =
                recognition().sort(Piece.of(entries, books, seed).events()).placed(periods);
        try {
            write(LedgerBatch.of(entries.getLast().after(), sorted));
            recognition().remember(sorted.hashed());
        } catch (StoreRefusedData refused) {
            periods.forget();
            apart(entries, sorted, refused);
        }
    }

    /** Halves a refused batch until the culprit stands alone, and sets it aside. */
    private void apart(
            List<JournalEntry> entries, Recognition.Sorted sorted, StoreRefusedData refused) {
        if (entries.size() > 1) {
            int half = entries.size() / 2;
            usage(entries.subList(0, half));
            usage(entries.subList(half, entries.size()));
            return;
        }
        RefusedRows parted = new RefusedRows(store, refused);
        parted.part(sorted.rows());
        write(parted.batch(entries.getFirst().after(), sorted).placed(periods));
        recognition().remember(parted.storable());
    }

    private void write(LedgerBatch batch) {
        store.apply(batch);
        become(state.plus(batch));
    }

    private void become(LedgerState behind) {
        if (known != null) {
            known.written(behind.recorded() - state.recorded());
        }
        state = behind;
        recorded.accept(behind);
    }
}
