package dev.tare.server.postgres;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.ReceiptProbe;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PricedEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A store that counts the identities it is asked for. */
final class CountedKeys implements UsageStore {
    private final UsageStore store;
    long keys;

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
    }

    @Override
    public LedgerState state(UUID journal) {
        return store.state(journal);
    }

    @Override
    public Books books() {
        return store.books();
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
    public Collection<StoredEvent> findByTime(Map<EventKey, Instant> times) {
        return store.findByTime(times);
    }

    @Override
    public Collection<StoredEvent> findByReceipt(Collection<ReceiptProbe> probes) {
        return store.findByReceipt(probes);
    }

    @Override
    public Collection<ChargedEvent> findCharged(Map<EventKey, Instant> times) {
        return store.findCharged(times);
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
