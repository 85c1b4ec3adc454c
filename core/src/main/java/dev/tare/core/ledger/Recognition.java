package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells new events from ones seen before, by their identity.
 *
 * <p>With the same event time a repeat is recognised for ever; with another time or none, for 32
 * days after receipt. An event whose own time lies within that window can only have been received
 * within it: where the filter in memory says "surely not", no store is asked. Only older events and
 * "perhaps" cost a look-up.
 */
final class Recognition {
    /** How long after receipt a repeat with another time is recognised. */
    static final Duration WINDOW = Duration.ofDays(32);

    /** New rows, events set aside, and the number of plain repeats. */
    record Sorted(List<PricedEvent> rows, List<QuarantinedEvent> quarantined, long duplicates) {}

    private final UsageStore store;
    private final RecentKeys recent;
    private final Instant coveredSince;

    Recognition(UsageStore store, Instant now) {
        this.store = store;
        this.recent = new RecentKeys();
        this.coveredSince = now.minus(RecentKeys.WINDOW);
        store.eachKeyReceivedSince(coveredSince, key -> recent.add(key, now));
    }

    /** Sorts events in journal order; they become known only by {@link #remember}. */
    Sorted sort(List<PricedEvent> events) {
        Map<EventKey, List<StoredEvent>> known = lookUp(events);
        Map<EventKey, StoredEvent> inBatch = new HashMap<>();
        List<PricedEvent> rows = new ArrayList<>(events.size());
        List<QuarantinedEvent> quarantined = new ArrayList<>();
        long duplicates = 0;
        for (PricedEvent event : events) {
            EventKey key = key(event);
            StoredEvent first = firstOf(known.get(key), inBatch.get(key), event);
            if (first == null) {
                rows.add(event);
                inBatch.put(key, stored(event));
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
    }

    private Map<EventKey, List<StoredEvent>> lookUp(List<PricedEvent> events) {
        Map<EventKey, Instant> probes = new LinkedHashMap<>();
        Instant oldestReceipt = Instant.MAX;
        for (PricedEvent event : events) {
            EventKey key = key(event);
            Instant windowStart = event.receivedAt().minus(WINDOW);
            // A record that waited long in the journal looks back further than the filter was read.
            boolean old = event.time().isBefore(windowStart) || windowStart.isBefore(coveredSince);
            if (old || recent.mayContain(key)) {
                probes.put(key, event.time());
                if (event.receivedAt().isBefore(oldestReceipt)) {
                    oldestReceipt = event.receivedAt();
                }
            }
        }
        Map<EventKey, List<StoredEvent>> known = new HashMap<>();
        if (!probes.isEmpty()) {
            for (StoredEvent found : store.find(probes, oldestReceipt.minus(WINDOW))) {
                known.computeIfAbsent(found.key(), key -> new ArrayList<>(1)).add(found);
            }
        }
        return known;
    }

    /** The row this event repeats: the one equal in all fields where there is one. */
    private static @Nullable StoredEvent firstOf(
            @Nullable List<StoredEvent> known, @Nullable StoredEvent inBatch, PricedEvent event) {
        if (known == null) {
            return inBatch;
        }
        return known.stream()
                .filter(row -> row.differences(event.event()).isEmpty())
                .findFirst()
                .orElse(inBatch == null ? known.getFirst() : inBatch);
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
