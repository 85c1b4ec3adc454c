package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes accepted records from the journal, in order, to the ledger: the middle of the journey.
 *
 * <p>One thread owns a recorder. Each step takes what is in the journal in pieces: reads one,
 * prices it, recognises repeats and adds it to a transaction; everything with the journal position
 * is written as one. A crash anywhere leaves the position before the step, and replay gives the
 * same rows.
 */
public final class Recorder {
    /**
     * How much is taken at once.
     *
     * @param pieceEvents events held in memory together
     * @param eventsMax events of a transaction, at most one piece more
     */
    public record Sizes(int pieceEvents, int eventsMax) {
        /**
         * A piece is small enough to be forgotten before memory is tidied up. Transactions grow
         * with what waits; a large one is cheapest by the row, and this is about two seconds' work.
         */
        public static final Sizes DEFAULT = new Sizes(10_000, 198_000);
    }

    private final Journal journal;
    private final UsageStore store;
    private final Clock clock;
    private final Sizes sizes;
    private Recognition recognition;
    private boolean answerLost;

    /** Up to here records are written one by one, since the store refused something in them. */
    private long carefulUntil;

    private volatile Books books;
    private volatile LedgerState state;
    private final Consumer<LedgerState> recorded;

    /**
     * A recorder that goes on where the store stands.
     *
     * @param recorded told after every transaction
     */
    public Recorder(
            Journal journal, UsageStore store, Clock clock, Consumer<LedgerState> recorded) {
        this(journal, store, clock, recorded, Sizes.DEFAULT);
    }

    /** A recorder that takes so much at once. */
    public Recorder(
            Journal journal,
            UsageStore store,
            Clock clock,
            Consumer<LedgerState> recorded,
            Sizes sizes) {
        this.journal = journal;
        this.store = store;
        this.clock = clock;
        this.recorded = recorded;
        this.sizes = sizes;
        this.books = store.books();
        this.state = store.state(journal.id());
        this.recognition = new Recognition(store, clock.instant());
    }

    /** The books after the last record applied. */
    public Books books() {
        return books;
    }

    /** How far the ledger has come. */
    public LedgerState state() {
        return state;
    }

    /** Applies everything durable in the journal; returns the number of records applied. */
    public long drain() {
        long records = 0;
        for (int step = step(); step > 0; step = step()) {
            records += step;
        }
        return records;
    }

    /** Applies one transaction; returns the number of records in it, 0 where there was none. */
    public int step() {
        if (answerLost) {
            askAgain();
        }
        long end = journal.end().offset();
        List<JournalEntry> entries = journal.read(state.position(), sizes.pieceEvents());
        if (entries.isEmpty()) {
            return 0;
        }
        JournalEntry first = entries.getFirst();
        switch (first.record()) {
            case JournalRecord.Prices prices -> prices(first.after(), prices.change());
            case JournalRecord.Decision decision -> decide(first.after(), decision);
            case JournalRecord.Usage usage -> {
                List<JournalEntry> piece = usageOf(entries);
                if (state.position().offset() >= carefulUntil) {
                    return many(piece, end);
                }
                usage(piece);
                return piece.size();
            }
        }
        return 1;
    }

    /** The records before the first that isn't usage: prices hold for what comes after them. */
    private static List<JournalEntry> usageOf(List<JournalEntry> entries) {
        int end = 0;
        while (end < entries.size() && entries.get(end).record() instanceof JournalRecord.Usage) {
            end++;
        }
        return entries.subList(0, end);
    }

    /** Takes piece after piece, up to what was the journal's end when the step began. */
    private int many(List<JournalEntry> first, long end) {
        LedgerState becomes = state;
        List<JournalEntry> piece = first;
        int records = 0;
        boolean refused = false;
        boolean written = false;
        try (LedgerTransaction transaction = store.begin()) {
            while (!piece.isEmpty()) {
                LedgerBatch batch = batch(piece);
                transaction.add(batch);
                recognition.remember(batch.rows());
                becomes = becomes.plus(batch);
                records += piece.size();
                piece = isEnough(becomes, end) ? List.of() : pieceAt(becomes.position());
            }
            transaction.commit();
            written = true;
        } catch (StoreRefusedData data) {
            refused = true;
        } catch (StoreUnavailable unavailable) {
            answerLost = true;
            throw unavailable;
        } finally {
            if (!written) {
                recognition.doubt();
            }
        }
        if (refused) {
            List<JournalEntry> culprits = piece.isEmpty() ? first : piece;
            carefulUntil =
                    Math.max(becomes.position().offset(), culprits.getLast().after().offset());
            return step();
        }
        become(becomes);
        return records;
    }

    private boolean isEnough(LedgerState becomes, long end) {
        return becomes.acknowledged() - state.acknowledged() >= sizes.eventsMax()
                || becomes.position().offset() >= end;
    }

    private List<JournalEntry> pieceAt(JournalPosition position) {
        return usageOf(journal.read(position, sizes.pieceEvents()));
    }

    /** Whether the last transaction was committed is known to the store alone. */
    private void askAgain() {
        state = store.state(journal.id());
        books = store.books();
        recognition = new Recognition(store, clock.instant());
        answerLost = false;
    }

    private void prices(JournalPosition after, PriceChange change) {
        PriceChange news = books.newIn(change);
        write(new LedgerBatch(after, List.of(), List.of(), news, 0));
        books = books.with(news);
    }

    private void decide(JournalPosition after, JournalRecord.Decision decision) {
        LedgerBatch batch = new Decisions(store, recognition, books).batch(after, decision);
        write(batch);
        recognition.remember(batch.rows());
    }

    private void usage(List<JournalEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        try {
            LedgerBatch batch = batch(entries);
            write(batch);
            recognition.remember(batch.rows());
        } catch (StoreRefusedData refused) {
            apart(entries, refused);
        }
    }

    private LedgerBatch batch(List<JournalEntry> entries) {
        Recognition.Sorted sorted = recognition.sort(price(entries));
        return new LedgerBatch(
                entries.getLast().after(),
                sorted.rows(),
                sorted.quarantined(),
                PriceChange.NONE,
                sorted.duplicates());
    }

    private List<PricedEvent> price(List<JournalEntry> entries) {
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

    /** Halves a refused batch until the culprit stands alone, and sets it aside. */
    private void apart(List<JournalEntry> entries, StoreRefusedData refused) {
        if (entries.size() > 1) {
            int half = entries.size() / 2;
            usage(entries.subList(0, half));
            usage(entries.subList(half, entries.size()));
            return;
        }
        Recognition.Sorted sorted = recognition.sort(price(entries));
        List<PricedEvent> storable = new ArrayList<>();
        List<QuarantinedEvent> aside = new ArrayList<>(sorted.quarantined());
        separate(sorted.rows(), storable, aside, refused);
        write(
                new LedgerBatch(
                        entries.getFirst().after(),
                        storable,
                        aside,
                        PriceChange.NONE,
                        sorted.duplicates()));
        recognition.remember(storable);
    }

    /** Within one record: asks about ever smaller parts without writing. */
    private void separate(
            List<PricedEvent> rows,
            List<PricedEvent> storable,
            List<QuarantinedEvent> aside,
            StoreRefusedData refused) {
        if (rows.isEmpty()) {
            return;
        }
        if (store.canStore(rows)) {
            storable.addAll(rows);
        } else if (rows.size() == 1) {
            PricedEvent row = rows.getFirst();
            aside.add(
                    new QuarantinedEvent(
                            row.source(),
                            row.receivedAt(),
                            row.event(),
                            QuarantinedEvent.Reason.UNSTORABLE,
                            "The store refuses this event: " + refused.getMessage()));
        } else {
            int half = rows.size() / 2;
            separate(rows.subList(0, half), storable, aside, refused);
            separate(rows.subList(half, rows.size()), storable, aside, refused);
        }
    }

    private void write(LedgerBatch batch) {
        try {
            store.apply(batch);
        } catch (StoreUnavailable unavailable) {
            answerLost = true;
            throw unavailable;
        }
        become(state.plus(batch));
    }

    private void become(LedgerState behind) {
        state = behind;
        recorded.accept(behind);
    }
}
