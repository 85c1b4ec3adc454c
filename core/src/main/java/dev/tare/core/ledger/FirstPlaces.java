package dev.tare.core.ledger;

import java.util.Arrays;

/**
 * Where in a batch an identity stood first. Open addressing by the hashes the events have already,
 * at most half full: a map of keys would hash each once more.
 */
final class FirstPlaces {
    private static final int FREE = -1;

    private final HashedEvents events;
    private final int[] slots;

    FirstPlaces(HashedEvents events) {
        this.events = events;
        this.slots = new int[Math.max(2, Integer.highestOneBit(Math.max(1, events.size())) * 4)];
        Arrays.fill(slots, FREE);
    }

    /** The first place with this one's identity that was added, -1 where there is none. */
    int of(int place) {
        return slots[slot(place)];
    }

    /** To be called for a place whose identity was not added before. */
    void add(int place) {
        slots[slot(place)] = place;
    }

    private int slot(int place) {
        int slot = (int) (events.identity(place) >>> 33) & (slots.length - 1);
        while (slots[slot] != FREE && !events.sameKey(slots[slot], place)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
