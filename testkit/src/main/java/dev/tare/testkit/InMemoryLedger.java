package dev.tare.testkit;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.ledger.LettingGo;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.ReceiptProbe;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PeriodUse.Period;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.LedgerAudit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in memory: says what every store must say, in the most obvious way. Slow; keeps
 * everything. Safe for use by many threads.
 */
public final class InMemoryLedger implements UsageStore, UsageSums, LedgerAudit {
    private final ZoneId zone;
    private final InMemoryRollups rollups;

    /** Every row ever written; the log has those that {@link #kept} has. */
    private final List<PricedEvent> rows = new ArrayList<>();

    private final List<Adjustment> adjustments = new ArrayList<>();

    /** Of the transaction that is open. */
    private final List<PricedEvent> pending = new CopyOnWriteArrayList<>();

    private final InMemoryQuarantine quarantine =
            new InMemoryQuarantine(() -> rows().map(InMemoryLedger::stored).toList());
    private final Map<UUID, LedgerState> states = new LinkedHashMap<>();
    private RowsKept kept = RowsKept.ALL;
    private Books books = Books.EMPTY;

    /** An empty ledger whose days are those of {@code zone}. */
    public InMemoryLedger(ZoneId zone) {
        this.zone = zone;
        this.rollups = new InMemoryRollups(zone);
    }

    @Override
    public synchronized LedgerState state(UUID journal) {
        return states.getOrDefault(
                journal, new LedgerState(JournalPosition.start(journal), 0, 0, 0, 0));
    }

    @Override
    public synchronized Books books() {
        return books;
    }

    @Override
    public LedgerTransaction begin() {
        return new LedgerTransaction() {
            private final List<LedgerBatch> batches = new ArrayList<>();

            @Override
            public void add(LedgerBatch batch) {
                StorableRows.check(batch.rows());
                batches.add(batch);
                pending.addAll(batch.rows());
            }

            @Override
            public void commit() {
                pending.clear();
                batches.forEach(InMemoryLedger.this::write);
            }

            @Override
            public void close() {
                pending.clear();
            }
        };
    }

    private synchronized void write(LedgerBatch batch) {
        rows.addAll(batch.rows());
        adjustments.addAll(batch.adjustments());
        letGo(batch.lettingGo());
        quarantine.apply(batch);
        books = books.with(batch.prices());
        rollups.add(batch.rows());
        UUID journal = batch.after().journal();
        states.put(journal, state(journal).plus(batch));
    }

    private void letGo(@Nullable LettingGo wanted) {
        if (wanted != null && kept.isExtendedBy(wanted.before())) {
            long gone = rows.stream().filter(row -> row.time().isBefore(wanted.before())).count();
            kept = new RowsKept(wanted.before(), gone);
        }
    }

    private Stream<PricedEvent> log() {
        return rows.stream().filter(row -> !kept.lacks(row.time()));
    }

    private Stream<Adjustment> adjustments() {
        return adjustments.stream().filter(one -> !kept.lacks(one.after().event().time()));
    }

    @Override
    public synchronized RowsKept rowsKept() {
        return kept;
    }

    @Override
    public boolean needsRows(ReportQuery query) {
        return InMemorySums.needsRows(query, zone);
    }

    @Override
    public boolean canStore(List<PricedEvent> candidates) {
        try {
            StorableRows.check(candidates);
            return true;
        } catch (StoreRefusedData refused) {
            return false;
        }
    }

    @Override
    public synchronized long rowCount() {
        return rows.size();
    }

    @Override
    public synchronized void eachKey(long fromRow, Instant receivedSince, KeySink sink) {
        Stream.concat(rows.stream(), pending.stream())
                .skip(fromRow)
                .filter(row -> !kept.lacks(row.time()))
                .filter(row -> !row.receivedAt().isBefore(receivedSince))
                .forEach(row -> sink.key(key(row), row.receivedAt()));
    }

    @Override
    public synchronized Collection<StoredEvent> findByTime(Map<EventKey, Instant> times) {
        return found(row -> row.time().equals(times.get(key(row))));
    }

    @Override
    public synchronized Collection<StoredEvent> findByReceipt(Collection<ReceiptProbe> probes) {
        return found(row ->
                probes.stream()
                        .anyMatch(probe ->
                                probe.key().equals(key(row))
                                        && !row.receivedAt().isBefore(probe.from())
                                        && row.receivedAt().isBefore(probe.to())));
    }

    private List<StoredEvent> found(Predicate<PricedEvent> sought) {
        return Stream.concat(log(), pending.stream())
                .filter(sought)
                .map(InMemoryLedger::stored)
                .toList();
    }

    @Override
    public synchronized Map<Period, BigDecimal> used(Set<Period> periods) {
        return InMemoryPeriods.used(rows, periods);
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    @Override
    public synchronized List<SumRow> sums(ReportQuery query) {
        Stream<PricedEvent> summed = needsRows(query) ? log() : rows.stream();
        return new InMemorySums(summed.map(ChargedEvent::of).toList(), adjustments).sums(query);
    }

    @Override
    public synchronized boolean isCorrected(ReportQuery query) {
        return adjustments.stream()
                .map(one -> one.before().event().time())
                .anyMatch(time -> !time.isBefore(query.from()) && time.isBefore(query.to()));
    }

    @Override
    public synchronized @Nullable Span span() {
        if (rows.isEmpty()) {
            return null;
        }
        List<Instant> times = rows.stream().map(PricedEvent::time).sorted().toList();
        return new Span(times.getFirst(), times.getLast());
    }

    @Override
    public synchronized Counts counts() {
        return new Counts(List.copyOf(states.values()), log().count(), quarantine.held());
    }

    /** In the order received. */
    private synchronized Stream<PricedEvent> rows() {
        return log().toList().stream().sorted(Comparator.comparing(PricedEvent::receivedAt));
    }

    @Override
    public Quarantine quarantine() {
        return quarantine;
    }

    @Override
    public QuarantineComparison compareQuarantine(int max) {
        return quarantine.compare(max);
    }

    @Override
    public synchronized void eachRow(Consumer<ChargedEvent> consumer) {
        log().map(ChargedEvent::of).forEach(consumer);
    }

    @Override
    public synchronized void eachAdjusted(Consumer<ChargedEvent> consumer) {
        adjustments.stream().map(Adjustment::after).forEach(consumer);
    }

    @Override
    public synchronized AdjustmentComparison compareAdjustments(int max) {
        return new AdjustmentComparison(adjustments().count(), List.of());
    }

    @Override
    public synchronized Collection<ChargedEvent> findCharged(Map<EventKey, Instant> times) {
        Map<EventKey, ChargedEvent> found = new HashMap<>();
        Stream.concat(log().map(ChargedEvent::of), adjustments().map(Adjustment::after))
                .filter(row -> row.event().time().equals(times.get(row.event().key())))
                .forEach(row -> found.put(row.event().key(), row));
        return found.values();
    }

    @Override
    public LogNow now() {
        return new InMemoryNow(this::everyRow, this::everyAdjustment);
    }

    private synchronized List<ChargedEvent> everyRow() {
        return log().map(ChargedEvent::of).toList();
    }

    private synchronized List<Adjustment> everyAdjustment() {
        return List.copyOf(adjustments);
    }

    @Override
    public synchronized RollupComparison compareRollups(int max) {
        return rollups.compare(rows, max);
    }

    /** Single events, for people. */
    public LoggedEvents events() {
        return new InMemoryEvents(this::everyRow, this::everyAdjustment);
    }

    UnpricedUsage unpriced() {
        return new InMemoryUnpriced(() -> InMemorySums.asNow(log(), adjustments()));
    }

    private static EventKey key(PricedEvent row) {
        return new EventKey(row.source(), row.event().id());
    }

    private static StoredEvent stored(PricedEvent row) {
        return ChargedEvent.of(row).event();
    }
}
