package dev.tare.core.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the recorder's memory of identities comes from, and where it is kept: what was put aside
 * and the rows written since, or else the log of the last weeks.
 */
final class KnownKeys {
    private final UsageStore store;
    private final KeyShelf shelf;
    private final KeySizes sizes;
    private final long seed;
    private final @Nullable Lineage begun;
    private RecentKeys recent;

    /** So many of the log's first rows are known, and are certainly those that are there. */
    private long proven;

    /** Of these rows whoever finds the ledger at our position, or beyond, finds the same. */
    private long lasting;

    /**
     * Knows every identity received at that time or later, of the rows that were there when the
     * store was last asked where it stands.
     *
     * @param position how far the ledger has come
     * @param seed where hashes begin
     */
    KnownKeys(
            UsageStore store,
            RecorderSetup setup,
            JournalPosition position,
            Instant since,
            long seed) {
        this.store = store;
        this.shelf = setup.shelf();
        this.sizes = setup.keySizes();
        this.seed = seed;
        this.begun = store.lineage();
        RecentKeys kept = kept(position, since);
        if (kept == null) {
            // The ledger may come to look as if it fitted after all.
            shelf.forget();
            kept = read(since);
        }
        this.recent = kept;
        this.proven = begun == null ? store.rowCount() : begun.rows();
        putAside(position);
    }

    /** So many rows were written by us. */
    void written(long more) {
        Lineage now = store.lineage();
        proven = now == null ? proven + more : now.rows();
    }

    /**
     * Learns what others wrote, and what we may have written ourselves: all rows behind those that
     * are proven. False where the ledger was set back; then nothing that is known is proven.
     *
     * @param now by our own clock: one that is ahead elsewhere makes us forget nothing
     */
    boolean catchUp(Instant now) {
        Lineage stands = store.lineage();
        if (stands != null && (begun == null || stands.number() != begun.number())) {
            return false;
        }
        Instant[] oldest = {now};
        store.eachKey(
                proven,
                Instant.EPOCH,
                (key, receivedAt) -> {
                    recent.add(key, receivedAt);
                    oldest[0] = receivedAt.isBefore(oldest[0]) ? receivedAt : oldest[0];
                });
        recent.forget(oldest[0].minus(RecentKeys.WINDOW));
        proven = stands == null ? store.rowCount() : stands.rows();
        return true;
    }

    /** The seed of what was put aside; that one where there is nothing. */
    static long seed(KeyShelf shelf, long otherwise) {
        KeyCatalog catalog = shelf.catalog();
        return catalog == null ? otherwise : catalog.seed();
    }

    RecentKeys recent() {
        return recent;
    }

    /** Reads all again where receipts are asked for that were left out or dropped. */
    void reachBack(Instant needed, Instant since) {
        if (needed.isBefore(recent.coveredSince())) {
            recent = read(since);
        }
    }

    /**
     * What was put aside, with the rows since; {@code null} where it doesn't belong to this ledger,
     * or is damaged. Journal and rows are the same in each ledger that came so far: only we write
     * this position, and behind it no row is counted here. That the last of these rows is known is
     * one more proof.
     */
    private @Nullable RecentKeys kept(JournalPosition position, Instant since) {
        KeyCatalog catalog = shelf.catalog();
        if (catalog == null
                || catalog.seed() != seed
                || catalog.coveredSince().isAfter(since)
                || !catalog.position().journal().equals(position.journal())
                || catalog.position().offset() > position.offset()) {
            return null;
        }
        RecentKeys keys = RecentKeys.from(shelf, sizes, catalog);
        if (keys == null || !addRows(keys, catalog)) {
            return null;
        }
        keys.forget(since);
        lasting = catalog.rows();
        return keys;
    }

    /**
     * Adds the rows written since, whenever they were received: the catalog's word for what is
     * covered goes on to hold. False where the last row before them isn't known.
     */
    private boolean addRows(RecentKeys keys, KeyCatalog catalog) {
        boolean[] fits = {catalog.rows() == 0};
        long[] number = {Math.max(0, catalog.rows() - 1)};
        store.eachKey(
                number[0],
                Instant.EPOCH,
                (key, receivedAt) -> {
                    if (++number[0] == catalog.rows()) {
                        fits[0] =
                                receivedAt.isBefore(catalog.coveredSince())
                                        || keys.knows(key, receivedAt);
                    } else {
                        keys.add(key, receivedAt);
                    }
                });
        return fits[0];
    }

    private RecentKeys read(Instant since) {
        RecentKeys keys = new RecentKeys(shelf, sizes, since, seed);
        store.eachKey(0, since, keys::add);
        return keys;
    }

    /** What there is to do when every row of the ledger is known. */
    void settled(JournalPosition position) {
        if (recent.isFullUnsaved()) {
            save(position);
        }
    }

    /** Puts all aside, where that is worth it. Every row of the ledger must be known. */
    void putAside(JournalPosition position) {
        if (recent.isWorthKeeping()) {
            save(position);
        }
    }

    /** Counts no row that others may have written behind our own last one. */
    private void save(JournalPosition position) {
        Lineage now = store.lineage();
        long rows = now == null ? store.rowCount() : Math.max(lasting, now.own());
        if (rows > 0) {
            recent.putAside(position, rows);
        }
    }
}
