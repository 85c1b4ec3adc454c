package dev.tare.testkit;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.ReceiptProbe;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A ledger that can be made to fail at chosen moments. */
final class FragileStore implements UsageStore {
    private final InMemoryLedger ledger;
    boolean failing;
    boolean failingAtCommit;
    boolean failingAfterCommit;
    String refusedUser = "";
    String refusedAdjustmentsOf = "";

    /** What is committed is gone, as if the database were put back to before. */
    boolean forgetting;

    /** Commits that succeed before all that follow fail. */
    int commitsMax = Integer.MAX_VALUE;

    /** Corrections committed, as they were. */
    final List<Adjustment> adjusted = new ArrayList<>();

    Runnable onAdd = () -> {};

    /** Identities read from the log. */
    int keysTold;

    FragileStore(InMemoryLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public LedgerState state(UUID journal) {
        return ledger.state(journal);
    }

    @Override
    public Books books() {
        return ledger.books();
    }

    @Override
    public Map<PeriodUse.Period, BigDecimal> used(Set<PeriodUse.Period> periods) {
        return ledger.used(periods);
    }

    @Override
    public LedgerTransaction begin() {
        LedgerTransaction transaction = ledger.begin();
        return new LedgerTransaction() {
            private final List<Adjustment> adding = new ArrayList<>();

            @Override
            public void add(LedgerBatch batch) {
                check(batch);
                adding.addAll(batch.adjustments());
                transaction.add(batch);
            }

            @Override
            public void commit() {
                if (failingAtCommit || commitsMax == 0) {
                    throw new StoreUnavailable("away", new IllegalStateException());
                }
                if (forgetting) {
                    transaction.close();
                    return;
                }
                transaction.commit();
                commitsMax--;
                adjusted.addAll(adding);
                if (failingAfterCommit) {
                    throw new StoreUnavailable("gone", new IllegalStateException());
                }
            }

            @Override
            public void close() {
                transaction.close();
            }
        };
    }

    private void check(LedgerBatch batch) {
        onAdd.run();
        if (batch.adjustments().stream().anyMatch(one -> isRefused(one))) {
            throw new StoreRefusedData("poison", new IllegalArgumentException());
        }
        if (failing) {
            throw new StoreUnavailable("away", new IllegalStateException());
        }
        if (!canStore(batch.rows())) {
            throw new StoreRefusedData("poison", new IllegalArgumentException());
        }
    }

    private boolean isRefused(Adjustment one) {
        return one.after().event().userId().equals(refusedAdjustmentsOf);
    }

    @Override
    public boolean canStore(List<PricedEvent> rows) {
        return rows.stream().noneMatch(row -> row.event().userId().equals(refusedUser));
    }

    @Override
    public long rowCount() {
        return ledger.rowCount();
    }

    @Override
    public void eachKey(long fromRow, Instant since, KeySink sink) {
        ledger.eachKey(
                fromRow,
                since,
                (key, receivedAt) -> {
                    keysTold++;
                    sink.key(key, receivedAt);
                });
    }

    @Override
    public Collection<StoredEvent> findByTime(Map<EventKey, Instant> times) {
        return ledger.findByTime(times);
    }

    @Override
    public Collection<StoredEvent> findByReceipt(Collection<ReceiptProbe> probes) {
        return ledger.findByReceipt(probes);
    }

    @Override
    public Collection<ChargedEvent> findCharged(Map<EventKey, Instant> times) {
        return ledger.findCharged(times);
    }

    @Override
    public RowsKept rowsKept() {
        return ledger.rowsKept();
    }

    @Override
    public LogNow now() {
        return ledger.now();
    }

    @Override
    public Quarantine quarantine() {
        return ledger.quarantine();
    }

    @Override
    public void close() {}
}
