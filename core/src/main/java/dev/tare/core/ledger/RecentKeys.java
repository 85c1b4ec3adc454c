package dev.tare.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which identities were received lately, and when to within {@link
 * KeyTable#UNIT_SECONDS}: a store that has no index is asked about few identities, and each only
 * about a moment. A stranger is taken for known about once in 20,000 at 50 million keys; a known
 * one is never denied.
 *
 * <p>Tables of doubling size, the oldest dropped whole, full ones put on a {@link KeyShelf}. Not
 * safe for use by many threads.
 */
final class RecentKeys {
    /** How far back of an event's receipt keys have to be known, with a day or two to spare. */
    static final Duration WINDOW = Duration.ofDays(34);

    private final KeyShelf shelf;
    private final KeySizes sizes;
    private final long seed;
    private final List<KeyTable> tables = new ArrayList<>();
    private Instant coveredSince;
    private long unsaved;
    private long failedAt;
    private boolean fullUnsaved;

    /**
     * An empty memory, to be told every key received at that time or later.
     *
     * @param seed where its hashes begin
     */
    RecentKeys(KeyShelf shelf, KeySizes sizes, Instant coveredSince, long seed) {
        this.shelf = shelf;
        this.sizes = sizes;
        this.seed = seed;
        this.coveredSince = coveredSince;
    }

    /** As it was put aside; {@code null} where a table can't be had any more. */
    static @Nullable RecentKeys from(KeyShelf shelf, KeySizes sizes, KeyCatalog catalog) {
        RecentKeys keys = new RecentKeys(shelf, sizes, catalog.coveredSince(), catalog.seed());
        for (KeyCatalog.Table saved : catalog.tables()) {
            KeyTable table = KeyTable.from(shelf, saved);
            if (table == null) {
                return null;
            }
            keys.tables.add(table);
        }
        return keys;
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
        unsaved++;
    }

    /** The newest with room for it: an old event that is retried closes no table to the others. */
    private KeyTable tableFor(Instant receivedAt) {
        for (KeyTable table : tables.reversed()) {
            if (table.takes(receivedAt)) {
                return table;
            }
        }
        for (KeyTable table : tables) {
            fullUnsaved |= table.shelveIfFull(shelf);
        }
        int bits = Math.min(sizes.firstTableBits() + tables.size(), sizes.largestTableBits());
        tables.add(new KeyTable(bits, receivedAt));
        return tables.getLast();
    }

    /** Whether a full table lies on the shelf that no catalog names. */
    boolean isFullUnsaved() {
        return fullUnsaved && !failedLately();
    }

    /** Whether so much is new that the next start would better find it. */
    boolean isWorthKeeping() {
        return (fullUnsaved || unsaved >= sizes.worthKeeping()) && !failedLately();
    }

    /** A full disk is left in peace for a while. */
    private boolean failedLately() {
        return failedAt > 0 && unsaved - failedAt < sizes.worthKeeping();
    }

    /**
     * Puts all of it aside.
     *
     * @param position how far the ledger has come
     * @param rows rows of its log; each of them must be known here
     */
    void putAside(JournalPosition position, long rows) {
        failedAt = unsaved;
        List<KeyCatalog.Table> saved = new ArrayList<>();
        for (KeyTable table : tables) {
            KeyCatalog.Table place = table.put(shelf);
            if (place == null) {
                return; // What was put aside before is as good as it was.
            }
            table.shelveIfFull(shelf);
            saved.add(place);
        }
        if (shelf.save(new KeyCatalog(seed, coveredSince, position, rows, saved))) {
            unsaved = 0;
            failedAt = 0;
            fullUnsaved = false;
        }
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

    /** Whether this one may have been received then. */
    boolean knows(EventKey key, Instant receivedAt) {
        boolean[] known = {false};
        find(
                new long[] {hash(key.source(), key.id(), seed)},
                (place, second) ->
                        known[0] |=
                                Math.floorDiv(
                                                receivedAt.getEpochSecond() - second,
                                                KeyTable.UNIT_SECONDS)
                                        == 0);
        return known[0];
    }

    /** Of source and id; another in each folder, so that nobody knows which ids lie together. */
    static long hash(String source, String id, long seed) {
        return new Hash(seed).add(source).add(id).mixed();
    }
}
