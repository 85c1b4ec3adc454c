package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import java.util.Arrays;

/**
 * Knows the last two million events or so by what they say, so that a quick repeat, the usual one,
 * costs no question to the store. Only what is equal in every field as it was sent is known here;
 * anything else is for the store to tell.
 *
 * <p>An event is kept as 128 bits: a hash of its identity and one of all the rest, which begins
 * with a seed of this folder, so that two that look the same can't be worked out beforehand.
 * Buckets of eight; a full one forgets its oldest. Not safe for use by many threads.
 */
final class RecentContents {
    private static final int BUCKET = 8;

    private final int bucketBitsMax;
    private int bucketBits;
    private long[] keys;
    private long[] contents;
    private byte[] next;
    private int added;

    /**
     * An empty one.
     *
     * @param bucketBits binary logarithm of the number of buckets at first, from 1
     * @param bucketBitsMax and at most
     */
    RecentContents(int bucketBits, int bucketBitsMax) {
        this.bucketBitsMax = bucketBitsMax;
        this.bucketBits = bucketBits;
        keys = new long[BUCKET << bucketBits];
        contents = new long[keys.length];
        next = new byte[1 << bucketBits];
    }

    /** Whether an event of that identity said exactly this. */
    boolean has(long key, long content) {
        int begin = bucket(key) * BUCKET;
        for (int i = begin; i < begin + BUCKET; i++) {
            if (keys[i] == key && contents[i] == content) {
                return content != 0;
            }
        }
        return false;
    }

    /** Remembers an event; one whose content is 0 is none to be remembered. */
    void add(long key, long content) {
        if (added > keys.length / 8 && bucketBits < bucketBitsMax) {
            grow();
        }
        added++;
        put(key, content);
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldContents = contents;
        bucketBits++;
        added = 0;
        keys = new long[BUCKET << bucketBits];
        contents = new long[keys.length];
        next = new byte[1 << bucketBits];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldContents[i] != 0) {
                put(oldKeys[i], oldContents[i]);
            }
        }
    }

    private void put(long key, long content) {
        int bucket = bucket(key);
        int place = bucket * BUCKET + next[bucket];
        next[bucket] = (byte) ((next[bucket] + 1) % BUCKET);
        keys[place] = key;
        contents[place] = content;
    }

    /** Forgets everything: what was added may not have been written. */
    void clear() {
        Arrays.fill(keys, 0);
        Arrays.fill(contents, 0);
    }

    private int bucket(long key) {
        return (int) (key >>> (Long.SIZE - bucketBits));
    }

    /**
     * A hash of everything the event says but its identity. 0 where it names no time: then it
     * depends on the receipts whether it repeats another.
     *
     * @param seed where the hash begins, one for the life of a memory
     */
    static long content(UsageEvent event, long seed) {
        if (event.time() == null) {
            return 0;
        }
        Hash hash = new Hash(seed);
        hash.add(event.time());
        hash.add(event.userId()).add(event.provider()).add(event.operation()).add(event.model());
        event.quantities().byUnit().forEach((unit, quantity) -> hash.add(unit).add(quantity));
        hash.add(event.status().text()).add(event.error()).add(event.processingTimeMs());
        hash.add(event.credits()).add(event.plan()).add(event.fingerprint()).add(event.cost());
        hash.add(event.metadata()).add(event.estimated() ? 1 : 0);
        long mixed = hash.mixed();
        return mixed == 0 ? 1 : mixed;
    }
}
