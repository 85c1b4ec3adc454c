package dev.tare.core.ledger;

import java.nio.LongBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Identities of one stretch of receipts, eight bytes each: 40 bits of a hash and, in units of a
 * second, when it was received. Open addressing in one array, at most three quarters full. A full
 * one may lie on a {@link KeyShelf}, outside the heap.
 */
final class KeyTable {
    /** Receipts are kept to this many seconds. */
    static final int UNIT_SECONDS = 1;

    private static final int UNIT_BITS = 24;
    private static final long UNITS = 1L << UNIT_BITS;
    private static final int SIZE_BITS_MAX = 30;

    /** How far back of its first receipt a table reaches: they come in any order when reloaded. */
    private static final long BACK_SECONDS = 40L * 86_400;

    private final int sizeBits;
    private final int shift;
    private final int mask;
    private final int keysMax;
    private final long baseSecond;

    /** Those that can be written to; {@code null} where all of it is on the shelf. */
    private long @Nullable [] slots;

    private LongBuffer entries;
    private int keys;
    private Instant newest = Instant.MIN;

    /** As it lies on the shelf; {@code null} where it doesn't. */
    private KeyCatalog.@Nullable Table shelved;

    /**
     * An empty one.
     *
     * @param sizeBits binary logarithm of the number of slots, 1 to 30
     * @param first the receipt of the first key to come
     */
    KeyTable(int sizeBits, Instant first) {
        this(
                sizeBits,
                new long[1 << sizeBits],
                Math.floorDiv(first.getEpochSecond() - BACK_SECONDS, UNIT_SECONDS) * UNIT_SECONDS);
    }

    private KeyTable(int sizeBits, long[] slots, long baseSecond) {
        this.sizeBits = sizeBits;
        this.shift = Long.SIZE - sizeBits;
        this.mask = (1 << sizeBits) - 1;
        this.keysMax = (mask + 1) / 4 * 3;
        this.baseSecond = baseSecond;
        this.slots = slots;
        this.entries = LongBuffer.wrap(slots);
    }

    /** One from the shelf; {@code null} where what lies there isn't what the catalog says. */
    static @Nullable KeyTable from(KeyShelf shelf, KeyCatalog.Table saved) {
        LongBuffer entries = shelf.open(saved);
        if (entries == null
                || saved.sizeBits() < 1
                || saved.sizeBits() > SIZE_BITS_MAX
                || entries.limit() != 1 << saved.sizeBits()
                || saved.keys() > entries.limit() / 4 * 3) {
            return null;
        }
        KeyTable table = new KeyTable(saved.sizeBits(), new long[0], saved.baseSecond());
        table.keys = saved.keys();
        table.newest = saved.newest();
        table.shelved = saved;
        table.entries = entries;
        if (table.isFull()) {
            table.slots = null;
        } else {
            long[] heap = new long[entries.limit()];
            entries.get(0, heap);
            table.slots = heap;
            table.entries = LongBuffer.wrap(heap);
        }
        return table;
    }

    /** Whether it has room for a key received then. */
    boolean takes(Instant receivedAt) {
        long unit = unit(receivedAt);
        return !isFull() && unit > 0 && unit < UNITS;
    }

    private boolean isFull() {
        return keys >= keysMax;
    }

    /** The latest receipt in it. */
    Instant newest() {
        return newest;
    }

    /** To be called only while it {@link #takes} that receipt. */
    void add(long hash, Instant receivedAt) {
        long[] writable = slots;
        if (writable == null) {
            throw new IllegalStateException("a table on the shelf takes nothing");
        }
        // Unit 0 is never used, so no entry is 0, which says that a slot is free.
        long entry = (hash & -UNITS) | unit(receivedAt);
        int slot = (int) (hash >>> shift);
        while (writable[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        writable[slot] = entry;
        keys++;
        if (receivedAt.isAfter(newest)) {
            newest = receivedAt;
        }
    }

    /** Puts a full one on the shelf, where that is possible, and gives its memory back. */
    boolean shelveIfFull(KeyShelf shelf) {
        if (!isFull() || slots == null) {
            return false;
        }
        KeyCatalog.Table saved = put(shelf);
        LongBuffer outside = saved == null ? null : shelf.open(saved);
        if (outside == null) {
            return false;
        }
        entries = outside;
        slots = null;
        return true;
    }

    /**
     * Puts it on the shelf as it is now, unless it lies there so already; {@code null} where that
     * failed.
     */
    KeyCatalog.@Nullable Table put(KeyShelf shelf) {
        long[] heap = slots;
        if (heap != null && (shelved == null || shelved.keys() != keys)) {
            long number = shelf.put(heap);
            shelved =
                    number == KeyShelf.NOT_KEPT
                            ? null
                            : new KeyCatalog.Table(number, sizeBits, keys, baseSecond, newest);
        }
        return shelved;
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
        LongBuffer looked = entries;
        for (int i = 0; i < hashes.length; i++) {
            int slot = (int) (hashes[i] >>> shift);
            for (long entry = looked.get(slot); entry != 0; entry = looked.get(slot)) {
                if ((entry ^ hashes[i]) >>> UNIT_BITS == 0) {
                    found.at(i, baseSecond + (entry & (UNITS - 1)) * UNIT_SECONDS);
                }
                slot = (slot + 1) & mask;
            }
        }
    }

    private long unit(Instant receivedAt) {
        return Math.floorDiv(receivedAt.getEpochSecond() - baseSecond, UNIT_SECONDS);
    }
}
