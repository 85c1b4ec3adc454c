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
 * <p>One thread owns a recorder. Each step reads a batch, prices it, recognises repeats and writes
 * everything with the journal position in one transaction. A crash anywhere leaves the position
 * before the batch, and replay gives the same rows.
 */
public final class Recorder {
    /** Events per transaction: large enough for the engine, small enough to be seen at once. */
    public static final int BATCH_EVENTS_MAX = 50_000;

    private final Journal journal;
    private final UsageStore store;
    private final Clock clock;
    private Recognition recognition;
    private boolean answerLost;
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
        this.journal = journal;
        this.store = store;
        this.clock = clock;
        this.recorded = recorded;
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

    /** Applies one batch; returns the number of records in it, 0 where there was none. */
    public int step() {
        if (answerLost) {
            askAgain();
        }
        List<JournalEntry> entries = journal.read(state.position(), BATCH_EVENTS_MAX);
        int begin = 0;
        for (int i = 0; i < entries.size(); i++) {
            // Prices hold for what comes after them: they close the batch before.
            if (entries.get(i).record() instanceof JournalRecord.Prices prices) {
                usage(entries.subList(begin, i));
                prices(entries.get(i).after(), prices.change());
                begin = i + 1;
            } else if (entries.get(i).record() instanceof JournalRecord.Decision decision) {
                usage(entries.subList(begin, i));
                decide(entries.get(i).after(), decision);
                begin = i + 1;
            }
        }
        usage(entries.subList(begin, entries.size()));
        return entries.size();
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
        JournalPosition after = entries.getLast().after();
        Recognition.Sorted sorted = recognition.sort(price(entries));
        LedgerBatch batch =
                new LedgerBatch(
                        after,
                        sorted.rows(),
                        sorted.quarantined(),
                        PriceChange.NONE,
                        sorted.duplicates());
        try {
            write(batch);
            recognition.remember(sorted.rows());
        } catch (StoreRefusedData refused) {
            apart(entries, refused);
        }
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
        LedgerState was = state;
        state =
                new LedgerState(
                        batch.after(),
                        was.acknowledged() + batch.acknowledged(),
                        was.recorded() + batch.rows().size(),
                        was.duplicates() + batch.duplicates(),
                        was.quarantined() + batch.quarantineChange());
        recorded.accept(state);
    }
}
