package dev.tare.server.postgres;

import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.server.tables.Questions.Question;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.WriterTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes: one at a time works with it, and one that was lost is opened anew.
 *
 * <p>A transaction that writes begins by locking the one row of {@code tare_ledger}. Whoever else
 * records into the same tables waits there: so rows are numbered in the order of their commits, and
 * sums are never added to by two at once.
 */
final class WriterTurns {
    private final Sessions sessions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<YearMonth> months = new HashSet<>();
    private @Nullable Connection open;
    private @Nullable Turn writing;

    WriterTurns(Sessions sessions) {
        this.sessions = sessions;
    }

    /** A transaction that writes; it holds the connection until {@link Turn#end}. */
    Turn begin(String doing) {
        lock.lock();
        try {
            Connection connection = inTurn(doing, this::connection);
            Turn turn =
                    inTurn(
                            doing,
                            () -> {
                                Sessions.begin(connection);
                                long rows =
                                        Sql.count(
                                                connection,
                                                "SELECT log_rows FROM tare_ledger FOR UPDATE");
                                return new Turn(connection, rows);
                            });
            writing = turn;
            return turn;
        } catch (RuntimeException | Error failed) {
            lock.unlock();
            throw failed;
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = open;
        if (connection == null || connection.isClosed()) {
            connection = sessions.open();
            open = connection;
        }
        return connection;
    }

    /** Asks, in the transaction that is open, or in one of its own. */
    <T> T reading(String doing, Question<T> question) {
        lock.lock();
        try {
            return inTurn(
                    doing,
                    () -> {
                        Connection connection = connection();
                        if (writing != null) {
                            return question.from(connection);
                        }
                        Sessions.begin(connection);
                        T answer = question.from(connection);
                        connection.commit();
                        return answer;
                    });
        } finally {
            lock.unlock();
        }
    }

    private interface Step<T> {
        T run() throws SQLException;
    }

    /** Runs a step, and leaves no transaction open if it fails. */
    private <T> T inTurn(String doing, Step<T> step) {
        try {
            return step.run();
        } catch (SQLException failure) {
            RuntimeException told = Failures.of(doing, failure);
            undo(told, Failures.isConnectionLost(failure));
            throw told;
        } catch (ArithmeticException digitsLost) {
            StoreRefusedData told =
                    new StoreRefusedData(
                            doing + ": an amount has more digits than its column keeps.",
                            digitsLost);
            undo(told, false);
            throw told;
        } catch (RuntimeException | Error unexpected) {
            undo(unexpected, false);
            throw unexpected;
        }
    }

    private void undo(Throwable because, boolean lost) {
        if (writing != null) {
            writing.undone = true;
        }
        Connection connection = open;
        if (connection == null) {
            return;
        }
        try {
            if (lost) {
                open = null;
                connection.close();
            } else {
                connection.rollback();
            }
        } catch (SQLException second) {
            open = null;
            because.addSuppressed(second);
        }
    }

    /** A transaction that writes. */
    final class Turn implements WriterTransaction.Turn {
        private final Connection connection;
        private final RowNumbers numbers;
        private final Months prepared;
        private final WritingEngine engine;
        private boolean undone;

        private Turn(Connection connection, long rows) {
            this.connection = connection;
            this.numbers = new RowNumbers(rows);
            this.prepared = new Months(connection, months);
            this.engine = new WritingEngine(numbers, prepared);
        }

        Connection connection() {
            return connection;
        }

        WritingEngine engine() {
            return engine;
        }

        @Override
        public void run(String doing, WriterTransaction.Step step) {
            if (undone) {
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
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE tare_ledger SET log_rows = ?")) {
                statement.setLong(1, numbers.count());
                statement.executeUpdate();
            }
            connection.commit();
            prepared.committed();
        }

        @Override
        public void rollBack() {
            if (undone) {
                return;
            }
            try {
                undone = true;
                connection.rollback();
            } catch (SQLException failure) {
                open = null;
                throw Failures.of("The batch can't be undone", failure);
            }
        }

        @Override
        public void end() {
            writing = null;
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException failure) {
            throw Failures.unavailable("The connection wasn't closed cleanly", failure);
        } finally {
            lock.unlock();
        }
    }
}
