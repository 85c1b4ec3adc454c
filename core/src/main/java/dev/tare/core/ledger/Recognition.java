package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells new events from ones seen before, by their identity.
 *
 * <p>With the same event time a repeat is recognised for ever; with another time or none, for 32
 * days after receipt. An event whose own time lies within that window can only have been received
 * within it: where {@link RecentKeys} doesn't know it, no store is asked. What it knows is looked
 * up at the moment of its receipt, older events by their time.
 */
final class Recognition {
    /** How long after receipt a repeat with another time is recognised. */
    static final Duration WINDOW = Duration.ofDays(32);

    private static final int CONTENT_BUCKET_BITS = 10;
    private static final int CONTENT_BUCKET_BITS_MAX = 18;

    /** New rows, events set aside, and the number of plain repeats. */
    record Sorted(HashedEvents hashed, List<QuarantinedEvent> quarantined, long duplicates) {
        List<PricedEvent> rows() {
            return hashed.events();
        }

        /** The new rows at the prices of their places in a month. */
        Sorted placed(Periods periods) {
            HashedEvents anew = hashed.priced(periods.placed(hashed.events()));
            return new Sorted(anew, quarantined, duplicates);
        }
    }

    private final UsageStore store;
    private final long seed;
    private final RecentContents contents =
            new RecentContents(CONTENT_BUCKET_BITS, CONTENT_BUCKET_BITS_MAX);
    private final KnownKeys keys;

    /** What lies before can't be told from what was let go; {@code null}: nothing was. */
    private @Nullable Instant keptSince;

    /**
     * Knows what the store holds.
     *
     * @param position how far the store has come
     * @param seed where the hashes begin that it will be given
     */
    Recognition(
            UsageStore store,
            RecorderSetup setup,
            JournalPosition position,
            Instant now,
            long seed) {
        this.store = store;
        this.seed = seed;
        this.keys = new KnownKeys(store, setup, position, now.minus(RecentKeys.WINDOW), seed);
    }

    /** Sets aside, from now on, what lies before that time. */
    void keptSince(@Nullable Instant since) {
        keptSince = since;
    }

    /** Sorts events in journal order; they become known only by {@link #remember}. */
    Sorted sort(List<PricedEvent> events) {
        return sort(HashedEvents.of(events, seed));
    }

    /** The same, for events that are hashed already. */
    Sorted sort(HashedEvents events) {
        reachBackFor(events.events());
        Candidates candidates = new Candidates(events);
        Map<EventKey, List<StoredEvent>> known = lookUp(candidates);
        FirstPlaces inBatch = new FirstPlaces(events);
        int[] rows = new int[events.size()];
        int rowsCount = 0;
        List<QuarantinedEvent> quarantined = new ArrayList<>();
        long duplicates = 0;
        for (int i = 0; i < events.size(); i++) {
            if (keptSince != null && events.event(i).time().isBefore(keptSince)) {
                quarantined.add(SetAside.tooOld(events.event(i), keptSince));
                continue;
            }
            if (candidates.repeats[i]) {
                duplicates++;
                continue;
            }
            int before = inBatch.of(i);
            StoredEvent first =
                    firstOf(
                            known.isEmpty() ? null : known.get(events.key(i)),
                            before < 0 ? null : events.event(before),
                            events.event(i));
            if (first == null) {
                rows[rowsCount++] = i;
                inBatch.add(i);
                continue;
            }
            List<String> differences = first.differences(events.event(i).event());
            if (differences.isEmpty()) {
                duplicates++;
            } else {
                quarantined.add(SetAside.conflict(events.event(i), differences));
            }
        }
        return new Sorted(events.at(rows, rowsCount), quarantined, duplicates);
    }

    /** Events that may have been received before. */
    private final class Candidates {
        final HashedEvents events;

        /** Those that say exactly what one recorded lately said. */
        final boolean[] repeats;

        /** What the store is to be asked about the others. */
        final Set<ReceiptProbe> byReceipt = new HashSet<>();

        Candidates(HashedEvents events) {
            this.events = events;
            repeats = new boolean[events.size()];
            keys.recent().find(events.identities(), this::found);
        }

        private void found(int i, long second) {
            if (contents.has(events.identity(i), events.content(i))) {
                repeats[i] = true;
            } else {
                byReceipt.add(probe(events.key(i), second));
            }
        }
    }

    /** Makes rows known that were written. */
    void remember(List<PricedEvent> rows) {
        remember(HashedEvents.of(rows, seed));
    }

    /** The same, for rows that are hashed already. */
    void remember(HashedEvents rows) {
        RecentKeys recent = keys.recent();
        for (int i = 0; i < rows.size(); i++) {
            recent.add(rows.identity(i), rows.event(i).receivedAt());
            contents.add(rows.identity(i), rows.content(i));
        }
        if (rows.size() > 0) {
            recent.forget(oldestReceipt(rows.events()).minus(RecentKeys.WINDOW));
        }
    }

    /** So many rows made known were written. */
    void written(long rows) {
        keys.written(rows);
    }

    /**
     * After the store was asked anew, and has our last transaction still: learns what others wrote
     * since. False where all has to be read.
     */
    boolean catchUp(Instant now) {
        contents.clear();
        return keys.catchUp(now);
    }

    /** To be called at times when every row written was made known. */
    void settled(JournalPosition position) {
        keys.settled(position);
    }

    /** The same, before a rest or the end: all is put aside for the next start. */
    void putAside(JournalPosition position) {
        keys.putAside(position);
    }

    /**
     * To be called where rows made known were not written after all. Their identities may stay: one
     * known too many costs a question to the store, no more.
     */
    void doubt() {
        contents.clear();
    }

    /**
     * Records that waited long in the journal, and a clock set back after it was ahead, ask for
     * receipts that were left out or dropped: all are read again then.
     */
    private void reachBackFor(List<PricedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        Instant oldest = oldestReceipt(events);
        keys.reachBack(oldest.minus(WINDOW), oldest.minus(RecentKeys.WINDOW));
    }

    private static Instant oldestReceipt(List<PricedEvent> events) {
        Instant oldest = events.getFirst().receivedAt();
        for (PricedEvent event : events) {
            if (event.receivedAt().isBefore(oldest)) {
                oldest = event.receivedAt();
            }
        }
        return oldest;
    }

    private Map<EventKey, List<StoredEvent>> lookUp(Candidates candidates) {
        Map<EventKey, Instant> byTime = new HashMap<>();
        Map<EventKey, List<StoredEvent>> known = new HashMap<>();
        for (int i = 0; i < candidates.events.size(); i++) {
            PricedEvent event = candidates.events.event(i);
            if (!candidates.repeats[i] && event.time().isBefore(event.receivedAt().minus(WINDOW))) {
                EventKey key = candidates.events.key(i);
                Instant other = byTime.putIfAbsent(key, event.time());
                if (other != null && !other.equals(event.time())) {
                    // The same identity at two old times: a rare pair, looked up by itself.
                    gather(store.findByTime(Map.of(key, event.time())), known);
                }
            }
        }
        if (!candidates.byReceipt.isEmpty()) {
            gather(store.findByReceipt(candidates.byReceipt), known);
        }
        if (!byTime.isEmpty()) {
            gather(store.findByTime(byTime), known);
        }
        return known;
    }

    private static ReceiptProbe probe(EventKey key, long second) {
        Instant from = Instant.ofEpochSecond(second);
        return new ReceiptProbe(key, from, from.plusSeconds(KeyTable.UNIT_SECONDS));
    }

    private static void gather(
            Collection<StoredEvent> rows, Map<EventKey, List<StoredEvent>> known) {
        rows.forEach(row -> known.computeIfAbsent(row.key(), key -> new ArrayList<>(1)).add(row));
    }

    /** The row this event repeats: the one equal in all fields where there is one. */
    private static @Nullable StoredEvent firstOf(
            @Nullable List<StoredEvent> known, @Nullable PricedEvent inBatch, PricedEvent event) {
        if (known == null && inBatch == null) {
            return null;
        }
        List<StoredEvent> firsts = new ArrayList<>();
        if (inBatch != null) {
            firsts.add(stored(inBatch));
        }
        Instant since = event.receivedAt().minus(WINDOW);
        for (StoredEvent row : known == null ? List.<StoredEvent>of() : known) {
            if (row.time().equals(event.time()) || !row.receivedAt().isBefore(since)) {
                firsts.add(row);
            }
        }
        return firsts.stream()
                .filter(row -> row.differences(event.event()).isEmpty())
                .findFirst()
                .orElse(firsts.isEmpty() ? null : firsts.getFirst());
    }

    private static EventKey key(PricedEvent event) {
        return new EventKey(event.source(), event.event().id());
    }

    /** A row not yet written, as the store would give it back. */
    static StoredEvent stored(PricedEvent row) {
        UsageEvent event = row.event();
        BigDecimal clientCost = event.cost();
        return new StoredEvent(
                key(row),
                row.time(),
                row.receivedAt(),
                event.userId(),
                event.provider(),
                event.operation(),
                event.model(),
                event.quantities(),
                event.status().text(),
                event.error(),
                event.processingTimeMs(),
                row.value().credits(),
                row.plan(),
                event.fingerprint(),
                clientCost,
                event.metadata());
    }
}
