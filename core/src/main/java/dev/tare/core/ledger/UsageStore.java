package dev.tare.core.ledger;

import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: the ledger's tables. One writer at a time (the {@link Recorder}); readers use other ports.
 */
public interface UsageStore extends AutoCloseable {
    /** How far the ledger has come with that journal; position 0 for one never seen. */
    LedgerState state(UUID journal);

    /** Every price, plan and tariff entered so far, in the order entered. */
    Books books();

    /**
     * Begins to write rows, rollups, quarantine, prices and the journal position.
     *
     * @throws StoreUnavailable where the store can't be reached or written now (try again later)
     */
    LedgerTransaction begin();

    /**
     * Writes one batch in a transaction of its own.
     *
     * @throws StoreRefusedData where the data itself can't be stored (try smaller batches)
     * @throws StoreUnavailable where the store can't be reached or written now (try again later)
     */
    default void apply(LedgerBatch batch) {
        try (LedgerTransaction transaction = begin()) {
            transaction.add(batch);
            transaction.commit();
        }
    }

    /** Whether the store would take these rows for their data; writes nothing. */
    boolean canStore(List<PricedEvent> rows);

    /** Takes identities one by one. */
    @FunctionalInterface
    interface KeySink {
        void key(EventKey key, Instant receivedAt);
    }

    /**
     * Which rows the log has still. Where the store says that others have recorded since it was
     * last asked where it stands, so does this.
     */
    RowsKept rowsKept();

    /**
     * How many rows were ever written to the log, to be asked while no transaction is open. They
     * are numbered from 0 in the order they were written; those let go keep their numbers.
     */
    long rowCount();

    /**
     * Tells the identities of rows, in their order, those of an open transaction last. Where the
     * first row was written before rows were last let go, earlier ones may be told as well.
     *
     * @param fromRow number of the first row
     * @param receivedSince rows received earlier are left out
     */
    void eachKey(long fromRow, Instant receivedSince, KeySink sink);

    /**
     * What is proven of the log since {@link #state} was asked last; {@code null} where nobody but
     * this process writes it.
     */
    default @Nullable Lineage lineage() {
        return null;
    }

    /** The rows that have one of these identities and exactly the event time beside it. */
    Collection<StoredEvent> findByTime(Map<EventKey, Instant> times);

    /** The rows that have one of these identities and were received in the stretch beside it. */
    Collection<StoredEvent> findByReceipt(Collection<ReceiptProbe> probes);

    /**
     * The events that have one of these identities and exactly the event time beside it, as they
     * are after the corrections booked so far.
     */
    Collection<ChargedEvent> findCharged(Map<EventKey, Instant> times);

    /**
     * How much was recorded of these months, those of an open transaction's earlier batches left
     * out; a month that nothing was recorded of may be missing.
     */
    Map<PeriodUse.Period, BigDecimal> used(Set<PeriodUse.Period> periods);

    /**
     * The log as it is now, for whoever writes to it. While a transaction is open it tells what was
     * committed when that was begun, whether or not what is added since.
     */
    LogNow now();

    /** What was set aside, as of the last batch applied. */
    Quarantine quarantine();

    @Override
    void close();
}
