package dev.tare.testkit;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.event.EventStatus;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.StoredEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls without a price, found by looking at every event. */
final class InMemoryUnpriced implements UnpricedUsage {
    private final Supplier<List<ChargedEvent>> events;

    /** Of these events, as they are with their last correction. */
    InMemoryUnpriced(Supplier<List<ChargedEvent>> events) {
        this.events = events;
    }

    private record Key(
            String provider,
            String operation,
            @Nullable String model,
            String status,
            Set<String> units) {}

    @Override
    public Found find(Instant from, Instant to, int groupsMax) {
        Map<Key, List<StoredEvent>> byKey = new LinkedHashMap<>();
        for (ChargedEvent row : events.get()) {
            StoredEvent event = row.event();
            if (row.pricing().equals("unpriced")
                    && !event.time().isBefore(from)
                    && event.time().isBefore(to)) {
                Key key =
                        new Key(
                                event.provider(),
                                event.operation(),
                                event.model(),
                                event.status(),
                                event.quantities().byUnit().keySet());
                byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(event);
            }
        }
        List<Group> groups =
                byKey.values().stream()
                        .map(InMemoryUnpriced::group)
                        .sorted(Comparator.comparingLong(Group::calls).reversed())
                        .toList();
        List<Group> more = groups.subList(Math.min(groupsMax, groups.size()), groups.size());
        return new Found(
                groups.subList(0, groups.size() - more.size()),
                more.size(),
                more.stream().mapToLong(Group::calls).sum());
    }

    private static Group group(List<StoredEvent> events) {
        StoredEvent one = events.getFirst();
        TreeMap<String, BigDecimal> used = new TreeMap<>();
        events.forEach(event ->
                event.quantities()
                        .byUnit()
                        .forEach((unit, quantity) -> used.merge(unit, quantity, BigDecimal::add)));
        List<Instant> times = events.stream().map(StoredEvent::time).sorted().toList();
        List<String> told =
                events.stream()
                        .map(StoredEvent::metadata)
                        .filter(Objects::nonNull)
                        .sorted()
                        .toList();
        return new Group(
                one.provider(),
                one.operation(),
                one.model(),
                Objects.requireNonNull(EventStatus.of(one.status())),
                events.size(),
                used,
                times.getFirst(),
                times.getLast(),
                told.isEmpty()
                        ? List.of()
                        : Stream.of(told.getFirst(), told.getLast()).distinct().toList());
    }
}
