package dev.tare.server.postgres;

import dev.tare.core.ledger.Lineage;
import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.server.tables.Questions.Question;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.WriterTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes: one at a time works with it, and one that was lost is opened anew.
 *
 * <p>A transaction that writes begins by locking the {@link Head}. So several servers take turns,
 * rows are numbered in the order of their commits, and a commit whose answer was lost is over
 * before anything is read or written. Who may write, and who must look anew first, {@link LastLook}
 * tells.
 */
final class WriterTurns {
    private final Sessions sessions;
    private final LastLook look;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<YearMonth> months = new HashSet<>();
    private @Nullable Connection open;
    private @Nullable Turn writing;

    WriterTurns(Sessions sessions, ZoneId zone) {
        this.sessions = sessions;
        this.look = new LastLook(zone);
    }

    /** A transaction that writes; it holds the connection until {@link Turn#end}. */
    Turn begin(String doing) {
        lock.lock();
        try {
            if (writing != null) {
                throw new IllegalStateException("A transaction is open already");
            }
            Connection connection = asked(doing, this::connection);
            Turn turn =
                    asked(
                            doing,
                            () -> {
                                sessions.begin(connection);
                                return new Turn(connection, look.expected(connection));
                            });
            writing = turn;
            return turn;
        } catch (RuntimeException | Error failed) {
            lock.unlock();
            throw failed;
        }
    }

    /** Asks where the ledger stands; from now on this process writes behind that. */
    <T> T looking(String doing, UUID journal, Question<T> question) {
        return alone(
                doing,
                connection -> {
                    look.renew(connection, journal);
                    months.clear(); // Others, or a backup put back, may have changed them.
                    return question.from(connection);
                });
    }

    /** Asks for what belongs to the last look: if the ledger moved on since, it has to be anew. */
    <T> T lookingOn(String doing, Question<T> question) {
        return alone(
                doing,
                connection -> {
                    look.extend(connection);
                    return question.from(connection);
                });
    }

    /** How many rows the log has, if this process knows them all. */
    long rows(String doing) {
        return alone(doing, connection -> look.expected(connection).rows());
    }

    /** What is proven of the log since the last look. */
    Lineage lineage() {
        lock.lock();
        try {
            return look.lineage();
        } finally {
            lock.unlock();
        }
    }

    /** In a transaction of its own. */
    private <T> T alone(String doing, Question<T> question) {
        lock.lock();
        try {
            if (writing != null) {
                throw new IllegalStateException("A transaction is open");
            }
            return asked(doing, () -> inOwn(connection(), question));
        } finally {
            lock.unlock();
        }
    }

    private <T> T inOwn(Connection connection, Question<T> question) throws SQLException {
        sessions.begin(connection);
        T answer = question.from(connection);
        connection.commit();
        return answer;
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
            Turn turn = writing;
            if (turn != null && turn.undone) {
                throw new IllegalStateException("The transaction was undone");
            }
            return asked(
                    doing,
                    () ->
                            turn == null
                                    ? inOwn(connection(), question)
                                    : question.from(turn.connection));
        } finally {
            lock.unlock();
        }
    }

    private interface Step<T> {
        T run() throws SQLException;
    }

    /** Runs a step that writes no rows: no failure of it is the data's fault. */
    private <T> T asked(String doing, Step<T> step) {
        return run(step, failure -> Failures.unavailable(doing, failure));
    }

    /** Runs a step that writes rows. */
    private <T> T written(String doing, Step<T> step) {
        return run(
                () -> {
                    try {
                        return step.run();
                    } catch (ArithmeticException digitsLost) {
                        throw new StoreRefusedData(
                                doing + ": an amount has more digits than its column keeps.",
                                digitsLost);
                    }
                },
                failure -> Failures.of(doing, failure));
    }

    /** Leaves no transaction open if it fails. */
    private <T> T run(Step<T> step, Function<SQLException, RuntimeException> telling) {
        try {
            return step.run();
        } catch (SQLException failure) {
            RuntimeException told = telling.apply(failure);
            undo(told, Failures.isConnectionLost(failure) || Failures.isReadOnly(failure));
            throw told;
        } catch (RuntimeException unexpected) {
            undo(unexpected, false);
            throw unexpected;
        } catch (Error fatal) {
            undo(fatal, true);
            throw fatal;
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
            if (!lost) {
                connection.rollback();
                return;
            }
        } catch (SQLException second) {
            because.addSuppressed(second);
        }
        open = null;
        Sql.close(connection, because);
    }

    /** A transaction that writes. */
    final class Turn implements WriterTransaction.Turn {
        private final Connection connection;
        private final RowNumbers numbers;
        private final Months prepared;
        private final WritingEngine engine;
        private boolean undone;

        private Turn(Connection connection, Head head) throws SQLException {
            this.connection = connection;
            this.numbers = new RowNumbers(head.rows());
            this.prepared = new Months(connection, months);
            prepared.prepare(Set.of(head.month(), head.month().plusMonths(1)));
            this.engine = new WritingEngine(numbers, prepared, head.watched());
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
            written(
                    doing,
                    () -> {
                        step.run();
                        return connection;
                    });
        }

        @Override
        public void commit() throws SQLException {
            look.commit(connection, numbers.count());
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
                Sql.close(connection, failure);
                throw Failures.unavailable("The batch can't be undone", failure);
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
