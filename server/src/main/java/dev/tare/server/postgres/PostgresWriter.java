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
import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.Rollups;
import dev.tare.server.tables.BookRows;
import dev.tare.server.tables.LogRetention;
import dev.tare.server.tables.LogRows;
import dev.tare.server.tables.PeriodRows;
import dev.tare.server.tables.Positions;
import dev.tare.server.tables.Questions;
import dev.tare.server.tables.RollupRows;
import dev.tare.server.tables.SumsAside;
import dev.tare.server.tables.TableLogNow;
import dev.tare.server.tables.TableQuarantine;
import dev.tare.server.tables.WriterTransaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;

/** The one of this process that writes. */
final class PostgresWriter implements UsageStore {
    private final WriterTurns turns;
    private final Sessions sessions;
    private final ZoneId zone;
    private final Executor sumsHelper = SumsAside.helper();

    PostgresWriter(Sessions sessions, ZoneId zone) {
        this.turns = new WriterTurns(sessions, zone);
        this.sessions = sessions;
        this.zone = zone;
    }

    @Override
    public LedgerState state(UUID journal) {
        return turns.looking(
                "The journal's position can't be read",
                journal,
                connection -> Positions.of(connection, journal));
    }

    @Override
    public Books books() {
        return turns.lookingOn(
                "The books can't be read",
                connection -> new BookRows(connection, PostgresEngine.READING).read());
    }

    @Override
    public RowsKept rowsKept() {
        return turns.lookingOn("What was let go can't be read", LogRetention::read);
    }

    @Override
    public LedgerTransaction begin() {
        WriterTurns.Turn turn = turns.begin("The batch can't be written");
        try {
            return new WriterTransaction(
                    turn.connection(), turn.engine(), new SumsAside(zone, sumsHelper), turn);
        } catch (RuntimeException | Error failed) {
            turn.rollBack();
            turn.end();
            throw failed;
        }
    }

    @Override
    public boolean canStore(List<PricedEvent> rows) {
        String doing = "The rows can't be tried";
        WriterTurns.Turn turn = turns.begin(doing);
        try {
            turn.run(
                    doing,
                    () -> {
                        // Of the same form, but empty: what is in the log is another question.
                        try (LogRows log = new LogRows(turn.connection(), turn.engine().trying())) {
                            log.append(rows);
                        }
                        new RollupRows(turn.connection(), turn.engine())
                                .add(Rollups.of(rows, zone));
                    });
            turn.rollBack();
            return true;
        } catch (StoreRefusedData refused) {
            return false;
        } finally {
            turn.end();
        }
    }

    @Override
    public long rowCount() {
        return turns.rows("The log can't be counted");
    }

    @Override
    public Lineage lineage() {
        return turns.lineage();
    }

    @Override
    public void eachKey(long fromRow, Instant receivedSince, KeySink sink) {
        turns.reading(
                "The log can't be read",
                connection -> {
                    KnownRows.eachKey(connection, fromRow, receivedSince, sink);
                    return sink;
                });
    }

    @Override
    public Collection<StoredEvent> findByTime(Map<EventKey, Instant> times) {
        return turns.reading(
                "The log can't be searched", connection -> KnownRows.byTime(connection, times));
    }

    @Override
    public Collection<StoredEvent> findByReceipt(Collection<ReceiptProbe> probes) {
        return turns.reading(
                "The log can't be searched", connection -> KnownRows.byReceipt(connection, probes));
    }

    @Override
    public Collection<ChargedEvent> findCharged(Map<EventKey, Instant> times) {
        return turns.reading(
                "The log can't be searched", connection -> KnownRows.charged(connection, times));
    }

    @Override
    public Map<PeriodUse.Period, BigDecimal> used(Set<PeriodUse.Period> periods) {
        return turns.reading(
                "The months can't be read", connection -> PeriodRows.read(connection, periods));
    }

    @Override
    public LogNow now() {
        // Within the turn: only what is read where it is written is surely the newest.
        return new TableLogNow(
                new Questions() {
                    @Override
                    public <T> T read(String doing, Question<T> question) {
                        return turns.reading(doing, question);
                    }
                },
                PostgresEngine.READING);
    }

    @Override
    public Quarantine quarantine() {
        return new TableQuarantine(sessions);
    }

    @Override
    public void close() {
        turns.close();
    }
}
