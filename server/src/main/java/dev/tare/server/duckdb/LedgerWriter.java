package dev.tare.server.duckdb;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
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
import dev.tare.core.rollup.Rollups;
import dev.tare.server.tables.BookRows;
import dev.tare.server.tables.LogRetention;
import dev.tare.server.tables.LogRows;
import dev.tare.server.tables.PeriodRows;
import dev.tare.server.tables.Positions;
import dev.tare.server.tables.RollupRows;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.SumsAside;
import dev.tare.server.tables.TableLogNow;
import dev.tare.server.tables.TableQuarantine;
import dev.tare.server.tables.WriterTransaction;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;

/**
 * The one that writes. Transactions are begun and ended in so many words: rows appended before the
 * driver begins one by itself would stand outside of it.
 */
final class LedgerWriter implements UsageStore {
    /** A step on the writing connection. */
    private interface Step<T> {
        T run() throws SQLException;
    }

    private final DuckDBConnection connection;
    private final Readers readers;
    private final ZoneId zone;
    private final Executor sumsHelper = SumsAside.helper();
    private final ReentrantLock turn = new ReentrantLock();

    /** Whether the transaction that is open, or was last, was undone. */
    private boolean undone;

    LedgerWriter(DuckDBConnection connection, Readers readers, ZoneId zone) {
        this.connection = connection;
        this.readers = readers;
        this.zone = zone;
    }

    @Override
    public LedgerState state(UUID journal) {
        return reading(
                "The journal's position can't be read", () -> Positions.of(connection, journal));
    }

    @Override
    public Books books() {
        BookRows books = new BookRows(connection, DuckDbEngine.ENGINE);
        return reading("The books can't be read", books::read);
    }

    @Override
    public RowsKept rowsKept() {
        return reading("What was let go can't be read", () -> LogRetention.read(connection));
    }

    @Override
    public LedgerTransaction begin() {
        turn.lock();
        try {
            inTurn(
                    "The batch can't be written",
                    () -> {
                        Sql.execute(connection, "BEGIN TRANSACTION");
                        undone = false;
                        return connection;
                    });
            return new WriterTransaction(
                    connection,
                    DuckDbEngine.ENGINE,
                    new SumsAside(zone, sumsHelper),
                    new TransactionTurn());
        } catch (RuntimeException | Error failed) {
            turn.unlock();
            throw failed;
        }
    }

    private final class TransactionTurn implements WriterTransaction.Turn {
        @Override
        public void run(String doing, WriterTransaction.Step step) {
            if (undone) {
                // What came now would stand outside of any transaction.
                throw new IllegalStateException("The transaction was undone");
            }
            inTurn(
                    doing,
                    () -> {
                        step.run();
                        return connection;
                    });
        }

        @Override
        public void commit() throws SQLException {
            Sql.execute(connection, "COMMIT");
        }

        @Override
        public void rollBack() {
            try {
                Sql.execute(connection, "ROLLBACK");
            } catch (SQLException failure) {
                if (!isOver(failure)) {
                    throw Failures.of("The batch can't be undone", failure);
                }
            }
        }

        @Override
        public void end() {
            turn.unlock();
        }
    }

    @Override
    public boolean canStore(List<PricedEvent> rows) {
        try {
            return inTurn(
                    "The rows can't be tried",
                    () -> {
                        Sql.execute(connection, "BEGIN TRANSACTION");
                        try (LogRows log = new LogRows(connection, DuckDbEngine.ENGINE)) {
                            log.append(rows);
                        }
                        new RollupRows(connection, DuckDbEngine.ENGINE).add(Rollups.of(rows, zone));
                        Sql.execute(connection, "ROLLBACK");
                        return true;
                    });
        } catch (StoreRefusedData refused) {
            return false;
        }
    }

    @Override
    public long rowCount() {
        return reading("The log can't be counted", () -> LogKeys.count(connection));
    }

    @Override
    public void eachKey(long fromRow, Instant receivedSince, KeySink sink) {
        // On the writing connection: rows of a transaction that is open must be told as well.
        reading(
                "The log can't be read",
                () -> {
                    LogKeys.each(connection, fromRow, receivedSince, sink);
                    return sink;
                });
    }

    @Override
    public Collection<StoredEvent> findByTime(Map<EventKey, Instant> times) {
        return reading("The log can't be searched", () -> new KnownRows(connection).byTime(times));
    }

    @Override
    public Collection<StoredEvent> findByReceipt(Collection<ReceiptProbe> probes) {
        return reading(
                "The log can't be searched", () -> new KnownRows(connection).byReceipt(probes));
    }

    @Override
    public Collection<ChargedEvent> findCharged(Map<EventKey, Instant> times) {
        return reading("The log can't be searched", () -> new KnownRows(connection).charged(times));
    }

    @Override
    public Map<PeriodUse.Period, BigDecimal> used(Set<PeriodUse.Period> periods) {
        return reading("The months can't be read", () -> PeriodRows.read(connection, periods));
    }

    @Override
    public LogNow now() {
        // A connection that writes meanwhile would cut the answer off.
        return new TableLogNow(readers, DuckDbEngine.ENGINE);
    }

    @Override
    public Quarantine quarantine() {
        return new TableQuarantine(readers);
    }

    /**
     * Works the log written ahead into the file, unless a reader is in the way. Waits for a batch
     * under way.
     */
    void checkpoint() {
        inTurn(
                "The file can't be brought up to date",
                () -> {
                    Checkpoint.unlessRead(connection);
                    return connection;
                });
    }

    /** Runs a step that asks, in a transaction of its own unless one is open; all of it or not. */
    private <T> T reading(String doing, Step<T> step) {
        return inTurn(
                doing,
                () -> {
                    // The turn is held through a whole transaction, and once for this step.
                    boolean ownTransaction = turn.getHoldCount() == 1;
                    if (ownTransaction) {
                        Sql.execute(connection, "BEGIN TRANSACTION");
                    }
                    T answer;
                    try {
                        answer = step.run();
                    } catch (RuntimeException odd) {
                        Unbroken.check(connection); // Half an answer may look odd.
                        throw odd;
                    }
                    Unbroken.check(connection);
                    if (ownTransaction) {
                        Sql.execute(connection, "COMMIT");
                    }
                    return answer;
                });
    }

    /** Runs a step alone on the connection, and leaves no transaction open if it fails. */
    private <T> T inTurn(String doing, Step<T> step) {
        turn.lock();
        try {
            return step.run();
        } catch (SQLException failure) {
            RuntimeException told = Failures.of(doing, failure);
            rollBack(told);
            throw told;
        } catch (ArithmeticException digitsLost) {
            StoreRefusedData told =
                    new StoreRefusedData(
                            doing + ": an amount has more digits than its column keeps.",
                            digitsLost);
            rollBack(told);
            throw told;
        } catch (RuntimeException | Error unexpected) {
            rollBack(unexpected);
            throw unexpected;
        } finally {
            turn.unlock();
        }
    }

    private static boolean isOver(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("no transaction is active");
    }

    private void rollBack(Throwable because) {
        undone = true;
        try {
            Sql.execute(connection, "ROLLBACK");
        } catch (SQLException second) {
            // A failed commit has rolled back by itself; anything else belongs to the story.
            if (!isOver(second)) {
                because.addSuppressed(second);
            }
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new StoreUnavailable("The ledger's file wasn't closed cleanly.", failure);
        } finally {
            turn.unlock();
        }
    }
}
