package dev.tare.server.postgres;

import dev.tare.core.ledger.ReadingTooLong;
import dev.tare.server.tables.Questions;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Connections to the database. Settings are made in each transaction and hold until its end: behind
 * a pooler that lends a session for a transaction only, nothing else can be relied on.
 */
final class Sessions implements Questions, AutoCloseable {
    /** Fewer than the smallest database lends; more at once only wait for one another. */
    private static final int READERS_MAX = 4;

    private static final String AS_WRITTEN =
            "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO';"
                    + " SET LOCAL standard_conforming_strings = on; SET LOCAL search_path = ";

    /**
     * What is committed is on the database's disk: the journal lets go of it then. Weaker than the
     * other values is only this one, which others may have left in the session.
     */
    private static final String KEPT =
            "SELECT set_config('synchronous_commit', 'on', TRUE)"
                    + " WHERE current_setting('synchronous_commit') = 'off'";

    /** As long as the driver waits for an answer. */
    private static final String READING_MAX = "; SET LOCAL statement_timeout = '15min'";

    /**
     * Sums by user: groups by the thousand of 18 sums each, 3 kB a group. With the usual 4 MB their
     * rows are sorted through files on disk; with 16 MB some 5,000 users are added up where they
     * stand, in two thirds of the time. More would be asked of the smallest database than it has.
     * Who gave more than that keeps it. Compiling such a statement takes longer than it saves.
     */
    private static final String FOR_SUMS =
            "; SET LOCAL jit = off; SELECT set_config('work_mem', '16MB', TRUE)"
                    + " WHERE pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('16MB')";

    /** What is to be done before anything else; within a transaction. */
    interface Preparation {
        void prepare(Connection connection) throws SQLException;
    }

    private final PostgresAddress address;
    private final Preparation preparation;
    private boolean prepared;
    private final Semaphore turns = new Semaphore(READERS_MAX, true);
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** Connections to that database; the first one prepares it. */
    Sessions(PostgresAddress address, Preparation preparation) {
        this.address = address;
        this.preparation = preparation;
    }

    /** Where the database is. */
    String place() {
        return address.place();
    }

    /** A new connection, whose transactions are ended by its user. */
    Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(address.jdbc(), address.properties());
        try {
            connection.setAutoCommit(false);
            prepareOnce(connection);
            return connection;
        } catch (SQLException | RuntimeException | Error failure) {
            Sql.close(connection, failure);
            throw failure;
        }
    }

    private synchronized void prepareOnce(Connection connection) throws SQLException {
        if (!prepared) {
            begin(connection);
            preparation.prepare(connection);
            connection.commit();
            prepared = true;
        }
    }

    /**
     * Begins a transaction that writes. Times and days are read and written as if the database
     * stood in Greenwich. It sees what was committed while it waited for its turn. A long batch is
     * no reason to end it, but a lock that doesn't come, and a client that went away without a
     * word, are.
     */
    void begin(Connection connection) throws SQLException {
        Sql.execute(
                connection,
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; "
                        + AS_WRITTEN
                        + schemas("")
                        + "; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s';"
                        + " SET LOCAL idle_in_transaction_session_timeout = '5min'; "
                        + KEPT);
    }

    @Override
    public <T> T read(String doing, Question<T> question) {
        turns.acquireUninterruptibly();
        Connection connection = null;
        try {
            connection = take();
            T answer = question.from(connection);
            connection.commit();
            giveBack(connection);
            return answer;
        } catch (SQLException failure) {
            Sql.close(connection, failure);
            throw Failures.unavailable(doing, failure);
        } catch (RuntimeException | Error failure) {
            Sql.close(connection, failure);
            throw failure;
        } finally {
            turns.release();
        }
    }

    /** The database itself watches, over each statement. */
    @Override
    public <T> T within(Duration atMost, String doing, Watched<T> question) {
        return read(
                doing,
                connection -> {
                    Sql.execute(
                            connection,
                            "SET LOCAL statement_timeout = " + Math.max(1, atMost.toMillis()));
                    try {
                        return question.from(connection, _ -> () -> {});
                    } catch (SQLException failure) {
                        if (Failures.isTimeUp(failure)) {
                            throw new ReadingTooLong(atMost);
                        }
                        throw failure;
                    }
                });
    }

    /** Answers a stranger's question, on a connection that is closed behind it. */
    <T> T once(String doing, Question<T> question) {
        turns.acquireUninterruptibly();
        try (Connection connection = open()) {
            beginReading(connection, ", public");
            return question.from(connection);
        } catch (SQLException failure) {
            throw Failures.unavailable(doing, failure);
        } finally {
            turns.release();
        }
    }

    /** With a transaction begun. One that was cut while nobody used it is no reason to fail. */
    private Connection take() throws SQLException {
        for (Connection used = idle.poll(); used != null; used = idle.poll()) {
            try {
                beginReading(used, "");
                return used;
            } catch (SQLException cut) {
                Sql.close(used, cut);
            }
        }
        Connection fresh = open();
        try {
            beginReading(fresh, "");
            return fresh;
        } catch (SQLException failure) {
            Sql.close(fresh, failure);
            throw failure;
        }
    }

    /** Begins a transaction that only reads, on one snapshot. */
    private void beginReading(Connection connection, String more) throws SQLException {
        Sql.execute(
                connection,
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; "
                        + AS_WRITTEN
                        + schemas(more)
                        + READING_MAX
                        + FOR_SUMS);
    }

    /** Where names are looked for: what others left in the session comes last. */
    private String schemas(String more) {
        return Names.quoted(address.schema()) + more + ", pg_temp";
    }

    private void giveBack(Connection connection) throws SQLException {
        idle.add(connection);
        if (closed) {
            close();
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        for (Connection open = idle.poll(); open != null; open = idle.poll()) {
            open.close();
        }
    }
}
