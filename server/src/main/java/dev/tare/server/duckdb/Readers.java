package dev.tare.server.duckdb;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.duckdb.DuckDBConnection;

/** Connections for reading: duplicates of the one that opened the file, a few at a time. */
final class Readers implements AutoCloseable {
    /** Every question uses all processors by itself; more at once only wait for one another. */
    private static final int AT_ONCE_MAX = 8;

    /** A question. */
    interface Reading<T> {
        T from(DuckDBConnection connection) throws SQLException;
    }

    private final DuckDBConnection origin;
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);
    private final ConcurrentLinkedDeque<DuckDBConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Readers(DuckDBConnection origin) {
        this.origin = origin;
    }

    /** Answers a question on a snapshot of its own: all its statements see the same state. */
    <T> T read(String doing, Reading<T> reading) {
        return use(
                doing,
                connection -> {
                    Sql.execute(connection, "BEGIN TRANSACTION READ ONLY");
                    T answer = reading.from(connection);
                    Sql.execute(connection, "COMMIT");
                    return answer;
                });
    }

    /** Lends a connection with no transaction open; it is thrown away if the use fails. */
    <T> T use(String doing, Reading<T> reading) {
        turns.acquireUninterruptibly();
        DuckDBConnection connection = null;
        try {
            connection = take(doing);
            T answer = reading.from(connection);
            giveBack(connection);
            return answer;
        } catch (SQLException failure) {
            Sql.close(connection, failure);
            throw Failures.unavailable(doing, failure);
        } catch (RuntimeException failure) {
            Sql.close(connection, failure);
            throw failure;
        } finally {
            turns.release();
        }
    }

    private DuckDBConnection take(String doing) throws SQLException {
        if (closed) {
            throw Failures.unavailable(doing + ": the ledger is closed.");
        }
        DuckDBConnection connection = idle.poll();
        return connection == null ? origin.duplicate() : connection;
    }

    private void giveBack(DuckDBConnection connection) throws SQLException {
        idle.add(connection);
        if (closed) {
            close();
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        for (DuckDBConnection open = idle.poll(); open != null; open = idle.poll()) {
            open.close();
        }
    }
}
