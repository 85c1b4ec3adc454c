package dev.tare.sdk;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few entries for all threads. Not thread-locals: those would grow with the number of threads,
 * virtual ones among them, and stay behind in an application server's threads.
 */
final class Entries {
    private static final int PROBES = 4;

    /** So many references lie between two that are used: each has a cache line of its own. */
    private static final int APART = 16;

    private final AtomicReferenceArray<@Nullable Entry> resting;
    private final int mask;
    private final Shapes shapes;

    /** Keeps so many, or up to the next power of two. */
    Entries(int atLeast, Shapes shapes) {
        int size = Integer.highestOneBit(atLeast * 2 - 1);
        this.resting = new AtomicReferenceArray<>((size + 1) * APART);
        this.mask = size - 1;
        this.shapes = shapes;
    }

    /** One that nobody else has; a new one where all nearby are taken. */
    Entry borrow() {
        int home = home();
        for (int i = 0; i < PROBES; i++) {
            Entry entry = resting.getAndSet(slot(home + i), null);
            if (entry != null) {
                return entry;
            }
        }
        return new Entry(shapes);
    }

    /**
     * Two threads may see the same place free; then one entry is lost to the garbage collection,
     * which is cheaper than making every caller wait until what it has spooled is in the caches.
     */
    void giveBack(Entry entry) {
        int home = home();
        for (int i = 0; i < PROBES; i++) {
            int slot = slot(home + i);
            if (resting.getPlain(slot) == null) {
                resting.setRelease(slot, entry);
                return;
            }
        }
    }

    private int slot(int number) {
        // The first line is left to the array's length, which everybody reads.
        return ((number & mask) + 1) * APART;
    }

    @SuppressWarnings("deprecation") // threadId() came with Java 19.
    private static int home() {
        return (int) Thread.currentThread().getId();
    }
}
