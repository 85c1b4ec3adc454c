package dev.tare.server.dashboard;

import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives each provider a colour that stays its own, whatever is filtered or how the ranking changes:
 * the slot follows from the name, and the next free one is taken where two names meet.
 */
final class Palette {
    /** Colours of series in the style sheet: {@code --series-0} and so on. */
    static final int SLOTS = 8;

    /** The colour of everything put together as "Other". */
    static final int OTHER = SLOTS;

    private final Map<String, Integer> slots = new TreeMap<>();

    /** For all names there are, not only those shown. */
    Palette(Collection<String> names) {
        BitSet taken = new BitSet(SLOTS);
        for (String name : new TreeSet<>(names)) {
            int slot = Math.floorMod(name.hashCode(), SLOTS);
            if (taken.cardinality() < SLOTS) {
                while (taken.get(slot)) {
                    slot = (slot + 1) % SLOTS;
                }
                taken.set(slot);
            }
            slots.put(name, slot);
        }
    }

    int slot(String name) {
        return slots.getOrDefault(name, OTHER);
    }
}
