package dev.tare.core.ledger;

import dev.tare.core.pricing.PricedEvent;
import java.util.List;

/**
 * Events with the hashes they are recognised by, worked out once: of the identity and of all the
 * rest. What is looked at again and again while events are sorted.
 */
final class HashedEvents {
    private final List<PricedEvent> events;
    private final long[] identities;
    private final long[] contents;

    private HashedEvents(List<PricedEvent> events, long[] identities, long[] contents) {
        this.events = events;
        this.identities = identities;
        this.contents = contents;
    }

    /** With hashes that begin with that seed. */
    static HashedEvents of(List<PricedEvent> events, long seed) {
        long[] identities = new long[events.size()];
        long[] contents = new long[identities.length];
        for (int i = 0; i < identities.length; i++) {
            PricedEvent event = events.get(i);
            identities[i] = RecentKeys.hash(event.source(), event.event().id(), seed);
            contents[i] = RecentContents.content(event.event(), seed);
        }
        return new HashedEvents(events, identities, contents);
    }

    /** The first so many of these places, in that order. */
    HashedEvents at(int[] places, int count) {
        PricedEvent[] some = new PricedEvent[count];
        long[] someIdentities = new long[count];
        long[] someContents = new long[count];
        for (int i = 0; i < count; i++) {
            some[i] = events.get(places[i]);
            someIdentities[i] = identities[places[i]];
            someContents[i] = contents[places[i]];
        }
        return new HashedEvents(List.of(some), someIdentities, someContents);
    }

    /** The same events, with other costs. */
    HashedEvents priced(List<PricedEvent> anew) {
        return new HashedEvents(anew, identities, contents);
    }

    int size() {
        return identities.length;
    }

    List<PricedEvent> events() {
        return events;
    }

    PricedEvent event(int place) {
        return events.get(place);
    }

    EventKey key(int place) {
        PricedEvent event = events.get(place);
        return new EventKey(event.source(), event.event().id());
    }

    /** Hashes of the identities, by place; not to be changed. */
    long[] identities() {
        return identities;
    }

    long identity(int place) {
        return identities[place];
    }

    /** 0 where the event names no time. */
    long content(int place) {
        return contents[place];
    }

    boolean sameKey(int place, int other) {
        PricedEvent one = events.get(place);
        PricedEvent two = events.get(other);
        return identities[place] == identities[other]
                && one.event().id().equals(two.event().id())
                && one.source().equals(two.source());
    }
}
