package dev.tare.testkit;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.rollup.Rollups;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The log in memory, as it is now. */
final class InMemoryNow implements LogNow {
    private record Place(EventKey key, Instant time) {
        static Place of(ChargedEvent row) {
            return new Place(row.event().key(), row.event().time());
        }
    }

    private final Supplier<List<ChargedEvent>> rows;
    private final Supplier<List<Adjustment>> adjustments;

    InMemoryNow(Supplier<List<ChargedEvent>> rows, Supplier<List<Adjustment>> adjustments) {
        this.rows = rows;
        this.adjustments = adjustments;
    }

    @Override
    public void eachQuarterHour(Instant from, Instant to, Counts counts) {
        Map<Instant, Long> all = new TreeMap<>();
        for (ChargedEvent row : rows.get()) {
            all.merge(Rollups.quarterHour(row.event().time()), 1L, Long::sum);
        }
        all.forEach((quarter, count) -> {
            if (quarter.isBefore(to) && quarter.plusSeconds(900).isAfter(from)) {
                counts.rows(quarter, count);
            }
        });
    }

    @Override
    public void each(EventScope scope, Consumer<ChargedEvent> sink) {
        Map<Place, ChargedEvent> now = new HashMap<>();
        adjustments.get().forEach(one -> now.put(Place.of(one.after()), one.after()));
        rows.get().stream()
                .map(row -> now.getOrDefault(Place.of(row), row))
                .filter(scope::has)
                .sorted(
                        Comparator.comparing((ChargedEvent row) -> row.event().time())
                                .thenComparing(row -> row.event().key().source())
                                .thenComparing(row -> row.event().key().id()))
                .forEach(sink);
    }

    @Override
    public void eachTold(EventScope scope, Consumer<ChargedEvent> sink) {
        each(
                scope,
                row -> {
                    if (row.pricing().equals("client")) {
                        sink.accept(row);
                    }
                });
    }

    @Override
    public long booked(String batch) {
        return adjustments.get().stream().filter(one -> one.batch().equals(batch)).count();
    }

    @Override
    public void eachBooked(String batch, Consumer<Change> sink) {
        adjustments.get().stream()
                .filter(one -> one.batch().equals(batch))
                .map(one -> Change.of(one.before(), one.after()))
                .forEach(sink);
    }
}
