package dev.tare.server.duckdb;

import dev.tare.server.tables.Questions;
import dev.tare.server.tables.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.duckdb.DuckDBConnection;

/**
 * Connections for reading: duplicates of the one that opened the file, a few at a time. The engine
 * works in native code, which holds on to the carrier of a virtual thread: a few long questions
 * asked there would leave no carrier for those who send events. They get threads of their own.
 */
final class Readers implements Questions, AutoCloseable {
    /** Every question uses all processors by itself; more at once only wait for one another. */
    private static final int AT_ONCE_MAX = 8;

    private final DuckDBConnection origin;
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);
    private final ConcurrentLinkedDeque<DuckDBConnection> idle = new ConcurrentLinkedDeque<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("ledger-reader-", 0).factory());
    private final TimeLimits limits = new TimeLimits();
    private volatile boolean closed;

    Readers(DuckDBConnection origin) {
        this.origin = origin;
    }

    @Override
    public <T> T read(String doing, Question<T> reading) {
        return use(
                doing,
                connection -> {
                    Sql.execute(connection, "BEGIN TRANSACTION READ ONLY");
                    T answer = reading.from(connection);
                    Unbroken.check(connection);
                    Sql.execute(connection, "COMMIT");
                    return answer;
                });
    }

    @Override
    public <T> T within(Duration atMost, String doing, Watched<T> question) {
        return read(doing, connection -> limits.within(atMost, connection, question));
    }

    /** What watches over the time of questions. */
    TimeLimits limits() {
        return limits;
    }

    /** Lends a connection with no transaction open; it is thrown away if the use fails. */
    <T> T use(String doing, Question<T> reading) {
        turns.acquireUninterruptibly();
        try {
            return Thread.currentThread().isVirtual()
                    ? elsewhere(doing, reading)
                    : here(doing, reading);
        } finally {
            turns.release();
        }
    }

    private <T> T elsewhere(String doing, Question<T> reading) {
        try {
            return CompletableFuture.supplyAsync(() -> here(doing, reading), threads).join();
        } catch (RejectedExecutionException over) {
            throw Failures.unavailable(doing + ": the ledger is closed.");
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw failed;
        }
    }

    private <T> T here(String doing, Question<T> reading) {
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
        threads.shutdown();
        limits.close();
    }
}
