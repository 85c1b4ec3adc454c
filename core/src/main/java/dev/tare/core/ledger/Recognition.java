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

    /** New rows, events set aside, and the number of plain repeats. */
    record Sorted(List<PricedEvent> rows, List<QuarantinedEvent> quarantined, long duplicates) {}

    private final UsageStore store;
    private RecentKeys recent;

    Recognition(UsageStore store, Instant now) {
        this.store = store;
        this.recent = read(now.minus(RecentKeys.WINDOW));
    }

    private RecentKeys read(Instant since) {
        RecentKeys keys = new RecentKeys(since);
        store.eachKeyReceivedSince(since, keys::add);
        return keys;
    }

    /** Sorts events in journal order; they become known only by {@link #remember}. */
    Sorted sort(List<PricedEvent> events) {
        reachBackFor(events);
        List<EventKey> keys = new ArrayList<>(events.size());
        events.forEach(event -> keys.add(key(event)));
        Map<EventKey, List<StoredEvent>> known = lookUp(events, keys);
        Map<EventKey, PricedEvent> inBatch = HashMap.newHashMap(events.size());
        List<PricedEvent> rows = new ArrayList<>(events.size());
        List<QuarantinedEvent> quarantined = new ArrayList<>();
        long duplicates = 0;
        for (int i = 0; i < keys.size(); i++) {
            PricedEvent event = events.get(i);
            EventKey key = keys.get(i);
            StoredEvent first = firstOf(known.get(key), inBatch.get(key), event);
            if (first == null) {
                rows.add(event);
                inBatch.put(key, event);
                continue;
            }
            List<String> differences = first.differences(event.event());
            if (differences.isEmpty()) {
                duplicates++;
            } else {
                quarantined.add(conflict(event, differences));
            }
        }
        return new Sorted(rows, quarantined, duplicates);
    }

    /**
     * Makes recorded rows known. Called after their transaction, so a failed one leaves no trace.
     */
    void remember(List<PricedEvent> rows) {
        rows.forEach(row -> recent.add(key(row), row.receivedAt()));
        if (!rows.isEmpty()) {
            recent.forget(oldestReceipt(rows).minus(RecentKeys.WINDOW));
        }
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
        if (oldest.minus(WINDOW).isBefore(recent.coveredSince())) {
            recent = read(oldest.minus(RecentKeys.WINDOW));
        }
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

    private Map<EventKey, List<StoredEvent>> lookUp(List<PricedEvent> events, List<EventKey> keys) {
        Set<ReceiptProbe> byReceipt = new HashSet<>();
        Map<EventKey, Instant> byTime = new HashMap<>();
        Map<EventKey, List<StoredEvent>> known = new HashMap<>();
        recent.find(keys, (i, second) -> byReceipt.add(probe(keys.get(i), second)));
        for (int i = 0; i < keys.size(); i++) {
            PricedEvent event = events.get(i);
            EventKey key = keys.get(i);
            if (event.time().isBefore(event.receivedAt().minus(WINDOW))) {
                Instant other = byTime.putIfAbsent(key, event.time());
                if (other != null && !other.equals(event.time())) {
                    // The same identity at two old times: a rare pair, looked up by itself.
                    gather(store.findByTime(Map.of(key, event.time())), known);
                }
            }
        }
        if (!byReceipt.isEmpty()) {
            gather(store.findByReceipt(byReceipt), known);
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

    private static QuarantinedEvent conflict(PricedEvent event, List<String> differences) {
        return new QuarantinedEvent(
                event.source(),
                event.receivedAt(),
                event.event(),
                QuarantinedEvent.Reason.CONFLICT,
                "An event with this id is in the ledger with another "
                        + String.join(", ", differences)
                        + "; the first one stands.");
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
