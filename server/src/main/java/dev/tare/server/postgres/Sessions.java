package dev.tare.server.postgres;

import dev.tare.server.tables.Questions;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Connections to the database. Settings are made in each transaction and hold until its end: behind
 * a pooler that lends a session for a transaction only, nothing else can be relied on.
 */
final class Sessions implements Questions, AutoCloseable {
    /** Fewer than the smallest database lends; more at once only wait for one another. */
    private static final int READERS_MAX = 4;

    private final PostgresAddress address;
    private final Semaphore turns = new Semaphore(READERS_MAX, true);
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Sessions(PostgresAddress address) {
        this.address = address;
    }

    /** A new connection, whose transactions are ended by its user. */
    Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(address.jdbc(), address.properties());
        connection.setAutoCommit(false);
        return connection;
    }

    /** Times and days are read and written as if the database stood in Greenwich. */
    static void begin(Connection connection) throws SQLException {
        Sql.execute(connection, "SET LOCAL TimeZone = 'UTC'");
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

    /** With a transaction begun. One that was cut while nobody used it is no reason to fail. */
    private Connection take() throws SQLException {
        for (Connection used = idle.poll(); used != null; used = idle.poll()) {
            try {
                beginReading(used);
                return used;
            } catch (SQLException cut) {
                Sql.close(used, cut);
            }
        }
        Connection fresh = open();
        try {
            beginReading(fresh);
            return fresh;
        } catch (SQLException failure) {
            Sql.close(fresh, failure);
            throw failure;
        }
    }

    private static void beginReading(Connection connection) throws SQLException {
        Sql.execute(
                connection,
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                        + " SET LOCAL TimeZone = 'UTC'");
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
