package dev.tare.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers which identities were received lately, and when to within {@link
 * KeyTable#UNIT_SECONDS}: a store that has no index is asked about few identities, and each only
 * about a moment. A stranger is taken for known about once in 20,000 at 50 million keys; a known
 * one is never denied.
 *
 * <p>Tables of doubling size, the oldest dropped whole. Not safe for use by many threads.
 */
final class RecentKeys {
    /** How far back of an event's receipt keys have to be known, with a day or two to spare. */
    static final Duration WINDOW = Duration.ofDays(34);

    private static final int FIRST_TABLE_BITS = 19;
    private static final int LARGEST_TABLE_BITS = 23;
    private final long seed;
    private final List<KeyTable> tables = new ArrayList<>();
    private Instant coveredSince;

    /**
     * An empty memory, to be told every key received at that time or later.
     *
     * @param seed where its hashes begin
     */
    RecentKeys(Instant coveredSince, long seed) {
        this.seed = seed;
        this.coveredSince = coveredSince;
    }

    /** Every key received at this time or later is known. */
    Instant coveredSince() {
        return coveredSince;
    }

    void add(EventKey key, Instant receivedAt) {
        add(hash(key.source(), key.id(), seed), receivedAt);
    }

    void add(long hash, Instant receivedAt) {
        tableFor(receivedAt).add(hash, receivedAt);
    }

    /** The newest with room for it: an old event that is retried closes no table to the others. */
    private KeyTable tableFor(Instant receivedAt) {
        for (KeyTable table : tables.reversed()) {
            if (table.takes(receivedAt)) {
                return table;
            }
        }
        int bits = Math.min(FIRST_TABLE_BITS + tables.size(), LARGEST_TABLE_BITS);
        tables.add(new KeyTable(bits, receivedAt));
        return tables.getLast();
    }

    /** How many tables are held, for those who watch over memory. */
    int tables() {
        return tables.size();
    }

    /** Drops tables in which nothing was received at that time or later. */
    void forget(Instant before) {
        tables.removeIf(table -> {
            boolean old = table.newest().isBefore(before);
            if (old && !table.newest().isBefore(coveredSince)) {
                coveredSince = table.newest().plusNanos(1);
            }
            return old;
        });
    }

    /** Looks for each of these hashes; told of each moment at which one may have been received. */
    void find(long[] hashes, KeyTable.Found found) {
        for (KeyTable table : tables) {
            table.find(hashes, found);
        }
    }

    /** Of source and id; another in each run, so that nobody knows which ids lie close together. */
    static long hash(String source, String id, long seed) {
        return new Hash(seed).add(source).add(id).mixed();
    }
}
