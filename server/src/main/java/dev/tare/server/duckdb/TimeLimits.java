package dev.tare.server.duckdb;

import dev.tare.core.ledger.ReadingTooLong;
import dev.tare.server.tables.Questions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Watches over how long questions take: the engine has no limit of its own. */
final class TimeLimits implements AutoCloseable {
    /** An interrupt that comes before the engine has begun is lost: it is said again. */
    private static final long INTERRUPT_AGAIN_MS = 50;

    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sql-time-limit").factory());

    /** From now on that statement is interrupted when its time is up. */
    Limit on(Statement statement, Duration timeMax) {
        return new Limit(statement, timeMax);
    }

    /** Asks a question whose statements together take no longer than that. */
    <T> T within(Duration atMost, Connection connection, Questions.Watched<T> question)
            throws SQLException {
        long end = System.nanoTime() + atMost.toNanos();
        List<Limit> begun = new ArrayList<>();
        T answer;
        try {
            answer =
                    question.from(
                            connection,
                            statement -> {
                                long left = Math.max(0, end - System.nanoTime());
                                Limit limit = on(statement, Duration.ofNanos(left));
                                begun.add(limit);
                                return limit::end;
                            });
        } catch (SQLException failure) {
            if (begun.stream().anyMatch(Limit::wasReached)) {
                throw new ReadingTooLong(atMost);
            }
            throw failure;
        }
        // The interrupt may have come behind the last row: what comes next would feel it.
        if (begun.stream().anyMatch(Limit::wasReached)) {
            throw new ReadingTooLong(atMost);
        }
        return answer;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    /** Interrupts one question when its time is up, and never anything after it. */
    final class Limit {
        private final Statement statement;
        private final ScheduledFuture<?> interrupts;
        private boolean reached;
        private boolean ended;

        private Limit(Statement statement, Duration timeMax) {
            this.statement = statement;
            this.interrupts =
                    watch.scheduleAtFixedRate(
                            this::interrupt,
                            timeMax.toMillis(),
                            INTERRUPT_AGAIN_MS,
                            TimeUnit.MILLISECONDS);
        }

        private synchronized void interrupt() {
            if (ended) {
                return;
            }
            reached = true;
            try {
                statement.cancel();
            } catch (SQLException over) {
                // It has just ended by itself.
                ended = true;
            }
        }

        synchronized void end() {
            ended = true;
            interrupts.cancel(false);
        }

        synchronized boolean wasReached() {
            return reached;
        }
    }
}
