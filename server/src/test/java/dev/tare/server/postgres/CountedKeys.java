package dev.tare.server.postgres;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.ledger.Lineage;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.ReceiptProbe;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.ledger.UsageStore;
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

/** A store that counts the identities it is asked for, and can be disturbed. */
final class CountedKeys implements UsageStore {
    private final UsageStore store;
    long keys;

    /** Run behind each reading of identities. */
    Runnable onRead = () -> {};

    /** Run before the books are told. */
    Runnable onBooks = () -> {};

    CountedKeys(UsageStore store) {
        this.store = store;
    }

    @Override
    public void eachKey(long fromRow, Instant receivedSince, KeySink sink) {
        store.eachKey(
                fromRow,
                receivedSince,
                (key, receivedAt) -> {
                    keys++;
                    sink.key(key, receivedAt);
                });
        onRead.run();
    }

    @Override
    public LedgerState state(UUID journal) {
        return store.state(journal);
    }

    @Override
    public Books books() {
        onBooks.run();
        return store.books();
    }

    @Override
    public Map<PeriodUse.Period, BigDecimal> used(Set<PeriodUse.Period> periods) {
        return store.used(periods);
    }

    @Override
    public LedgerTransaction begin() {
        return store.begin();
    }

    @Override
    public boolean canStore(List<PricedEvent> rows) {
        return store.canStore(rows);
    }

    @Override
    public long rowCount() {
        return store.rowCount();
    }

    @Override
    public @Nullable Lineage lineage() {
        return store.lineage();
    }

    @Override
    public Collection<StoredEvent> findByTime(Map<EventKey, Instant> times) {
        return store.findByTime(times);
    }

    @Override
    public Collection<StoredEvent> findByReceipt(Collection<ReceiptProbe> probes) {
        return store.findByReceipt(probes);
    }

    @Override
    public LogNow now() {
        return store.now();
    }

    @Override
    public Collection<ChargedEvent> findCharged(Map<EventKey, Instant> times) {
        return store.findCharged(times);
    }

    @Override
    public RowsKept rowsKept() {
        return store.rowsKept();
    }

    @Override
    public Quarantine quarantine() {
        return store.quarantine();
    }

    @Override
    public void close() {
        store.close();
    }
}
