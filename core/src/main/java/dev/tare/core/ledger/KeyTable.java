package dev.tare.core.ledger;

import java.time.Instant;

/**
 * Identities of one stretch of receipts, eight bytes each: 40 bits of a hash and, in units of a
 * second, when it was received. Open addressing in one array, at most three quarters full.
 */
final class KeyTable {
    /** Receipts are kept to this many seconds. */
    static final int UNIT_SECONDS = 1;

    private static final int UNIT_BITS = 24;
    private static final long UNITS = 1L << UNIT_BITS;

    /** How far back of its first receipt a table reaches: they come in any order when reloaded. */
    private static final long BACK_SECONDS = 40L * 86_400;

    private final long[] slots;
    private final int shift;
    private final int keysMax;
    private final long baseSecond;
    private int keys;
    private Instant newest = Instant.MIN;

    /**
     * @param sizeBits binary logarithm of the number of slots, 1 to 30
     * @param first the receipt of the first key to come
     */
    KeyTable(int sizeBits, Instant first) {
        slots = new long[1 << sizeBits];
        shift = Long.SIZE - sizeBits;
        keysMax = slots.length / 4 * 3;
        baseSecond =
                Math.floorDiv(first.getEpochSecond() - BACK_SECONDS, UNIT_SECONDS) * UNIT_SECONDS;
    }

    /** Whether it has room for a key received then. */
    boolean takes(Instant receivedAt) {
        long unit = unit(receivedAt);
        return keys < keysMax && unit > 0 && unit < UNITS;
    }

    /** The latest receipt in it. */
    Instant newest() {
        return newest;
    }

    void add(long hash, Instant receivedAt) {
        // Unit 0 is never used, so no entry is 0, which says that a slot is free.
        long entry = (hash & -UNITS) | unit(receivedAt);
        int slot = (int) (hash >>> shift);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = entry;
        keys++;
        if (receivedAt.isAfter(newest)) {
            newest = receivedAt;
        }
    }

    /** Told of one of several hashes looked for, by its place among them. */
    @FunctionalInterface
    interface Found {
        /** It may have been received in the unit that begins at that epoch second. */
        void at(int place, long second);
    }

    /**
     * Looks for many at once: their places in memory are far apart, and so the machine fetches
     * several while it waits for the first.
     */
    void find(long[] hashes, Found found) {
        for (int i = 0; i < hashes.length; i++) {
            int slot = (int) (hashes[i] >>> shift);
            for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
                if ((entry ^ hashes[i]) >>> UNIT_BITS == 0) {
                    found.at(i, baseSecond + (entry & (UNITS - 1)) * UNIT_SECONDS);
                }
                slot = (slot + 1) & (slots.length - 1);
            }
        }
    }

    private long unit(Instant receivedAt) {
        return Math.floorDiv(receivedAt.getEpochSecond() - baseSecond, UNIT_SECONDS);
    }
}
