package dev.tare.server.duckdb;

import dev.tare.core.ledger.SqlConsole;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A user's own question. Several walls stand between it and harm, each enough by itself: the
 * engine's parser must call it one reading statement, its transaction is read-only, and the engine
 * has no way to files, network or settings. Time is limited by a watch.
 */
final class DuckDbConsole implements SqlConsole, AutoCloseable {
    private static final int ANSWER_CHARACTERS_MAX = 20_000_000;

    /** An interrupt that comes before the engine has begun is lost: it is said again. */
    private static final long INTERRUPT_AGAIN_MS = 50;

    private final Readers readers;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sql-time-limit").factory());

    DuckDbConsole(Readers readers) {
        this.readers = readers;
    }

    @Override
    public Answer ask(String sql, int rowsMax, Duration timeMax) {
        return readers.use(
                "The question can't be asked",
                reader -> {
                    Sql.execute(reader, "BEGIN TRANSACTION READ ONLY");
                    Answer answer = answer(reader, sql, rowsMax, timeMax);
                    Sql.execute(reader, "ROLLBACK");
                    return answer;
                });
    }

    private Answer answer(Connection reader, String sql, int rowsMax, Duration timeMax) {
        TimeLimit limit = null;
        try {
            Answer.Refused refused = ConsoleRules.check(reader, sql);
            if (refused != null) {
                return refused;
            }
            try (PreparedStatement statement = reader.prepareStatement(sql)) {
                limit = new TimeLimit(statement, timeMax);
                Answer.Rows answer;
                try (ResultSet rows = statement.executeQuery()) {
                    answer = read(rows, rowsMax, limit);
                } finally {
                    limit.end();
                }
                if (!answer.truncated()) {
                    Unbroken.check(reader);
                }
                return answer;
            }
        } catch (SQLException failure) {
            return refused(failure, limit, timeMax);
        }
    }

    private static Answer.Rows read(ResultSet row, int rowsMax, TimeLimit limit)
            throws SQLException {
        ResultSetMetaData description = row.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= description.getColumnCount(); i++) {
            columns.add(description.getColumnLabel(i));
        }
        List<List<@Nullable String>> rows = new ArrayList<>();
        long characters = 0;
        while (row.next()) {
            if (limit.wasReached()) {
                throw new SQLException("The time is up.");
            }
            if (rows.size() >= rowsMax || characters > ANSWER_CHARACTERS_MAX) {
                return new Answer.Rows(columns, rows, true);
            }
            List<@Nullable String> cells = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                String cell = CellText.of(row, i);
                characters += cell == null ? 0 : cell.length();
                cells.add(cell);
            }
            rows.add(cells);
        }
        return new Answer.Rows(columns, rows, false);
    }

    private static Answer refused(
            SQLException failure, @Nullable TimeLimit limit, Duration timeMax) {
        String message = Failures.firstLines(String.valueOf(failure.getMessage()));
        if (limit != null && limit.wasReached()) {
            return new Answer.Refused(
                    "time_limit",
                    "The question took longer than " + timeMax.toMillis() + " ms; ask for less.");
        }
        if (message.startsWith("Out of Memory Error")) {
            return new Answer.Refused(
                    "memory_limit",
                    "The question needs more memory than it may use; ask for less.");
        }
        return new Answer.Refused("failed", message);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    /** Interrupts one statement when its time is up, and never anything after it. */
    private final class TimeLimit {
        private final Statement statement;
        private final ScheduledFuture<?> interrupts;
        private boolean reached;
        private boolean ended;

        TimeLimit(Statement statement, Duration timeMax) {
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
