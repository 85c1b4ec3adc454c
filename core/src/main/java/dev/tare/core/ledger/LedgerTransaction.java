package dev.tare.core.ledger;

/**
 * Several batches written as one: all of them or nothing. Begun by {@link UsageStore#begin}, used
 * by the thread that began it; nobody else writes until it is closed.
 */
public interface LedgerTransaction extends AutoCloseable {
    /**
     * Adds a batch of the same journal. The store's searches find its rows from now on; readers see
     * nothing of it before {@link #commit}. Behind a failure there is nothing left but to close.
     *
     * @throws StoreRefusedData where the data itself can't be stored (try smaller batches)
     * @throws StoreUnavailable where the store can't be reached or written now (try again later)
     */
    void add(LedgerBatch batch);

    /**
     * Makes all of it durable; the journal's position is that of the last batch. Fails as {@link
     * #add} does; behind a {@link StoreUnavailable} the store alone knows whether it was written.
     */
    void commit();

    /** Undoes what wasn't committed. */
    @Override
    void close();
}
