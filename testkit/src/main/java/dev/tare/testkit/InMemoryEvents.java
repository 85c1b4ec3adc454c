package dev.tare.testkit;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.LoggedEvent;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.StoredEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Single events, found by looking at every one. */
final class InMemoryEvents implements LoggedEvents {
    private final Supplier<List<ChargedEvent>> rows;
    private final Supplier<List<Adjustment>> adjustments;

    InMemoryEvents(Supplier<List<ChargedEvent>> rows, Supplier<List<Adjustment>> adjustments) {
        this.rows = rows;
        this.adjustments = adjustments;
    }

    @Override
    public Found find(Search search) {
        List<LoggedEvent> all =
                rows.get().stream()
                        .filter(row -> isSought(row.event(), search))
                        .sorted(
                                Comparator.comparing((ChargedEvent row) -> row.event().time())
                                        .reversed()
                                        .thenComparing(row -> row.event().key().source()))
                        .map(this::logged)
                        .toList();
        return new Found(all.subList(0, Math.min(FOUND_MAX, all.size())), all.size() > FOUND_MAX);
    }

    private static boolean isSought(StoredEvent event, Search search) {
        return event.key().id().equals(search.id())
                && (search.source() == null || search.source().equals(event.key().source()))
                && (search.time() == null || search.time().equals(event.time()));
    }

    private LoggedEvent logged(ChargedEvent row) {
        Place place = Place.of(row);
        return new LoggedEvent(
                row,
                adjustments.get().stream()
                        .filter(one -> Place.of(one.after()).equals(place))
                        .toList());
    }

    @Override
    public Page page(Filter filter) {
        Comparator<ChargedEvent> order =
                Comparator.comparing((ChargedEvent row) -> row.event().time())
                        .thenComparing(row -> row.event().key().source())
                        .thenComparing(row -> row.event().key().id());
        List<Row> all =
                rows.get().stream()
                        .map(this::logged)
                        .filter(event -> isLetThrough(event.now(), filter))
                        .sorted(Comparator.comparing(LoggedEvent::now, order).reversed())
                        .map(event -> new Row(event.now(), !event.corrections().isEmpty()))
                        .limit(filter.limit() + 1L)
                        .toList();
        return Page.of(all, filter.limit());
    }

    private static boolean isLetThrough(ChargedEvent row, Filter filter) {
        StoredEvent event = row.event();
        return !event.time().isBefore(filter.from())
                && event.time().isBefore(filter.to())
                && (!filter.unpriced() || row.apiCost() == null)
                && (filter.before() == null || isBehind(row, filter.before()))
                && filter.only().entrySet().stream()
                        .allMatch(one -> one.getValue().contains(value(event, one.getKey())));
    }

    private static boolean isBehind(ChargedEvent row, Place before) {
        Place place = Place.of(row);
        return Comparator.comparing(Place::time)
                        .thenComparing(Place::source)
                        .thenComparing(Place::id)
                        .compare(place, before)
                < 0;
    }

    private static String value(StoredEvent event, Field field) {
        return switch (field) {
            case PROVIDER -> event.provider();
            case OPERATION -> event.operation();
            case MODEL -> Objects.requireNonNullElse(event.model(), "");
            case PLAN -> event.plan();
            case USER -> event.userId();
            case STATUS -> event.status();
        };
    }
}
