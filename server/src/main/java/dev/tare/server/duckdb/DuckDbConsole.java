package dev.tare.server.duckdb;

import dev.tare.core.ledger.SqlConsole;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's own question. Several walls stand between it and harm, each enough by itself: the
 * engine's parser must call it one reading statement, its transaction is read-only, and the engine
 * has no way to files, network or settings. Time is limited by a watch.
 */
final class DuckDbConsole implements SqlConsole {
    private static final int ANSWER_CHARACTERS_MAX = 20_000_000;

    private final Readers readers;

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
        TimeLimits.Limit limit = null;
        try {
            Answer.Refused refused = ConsoleRules.check(reader, sql);
            if (refused != null) {
                return refused;
            }
            try (PreparedStatement statement = reader.prepareStatement(sql)) {
                limit = readers.limits().on(statement, timeMax);
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

    private static Answer.Rows read(ResultSet row, int rowsMax, TimeLimits.Limit limit)
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
            SQLException failure, TimeLimits.@Nullable Limit limit, Duration timeMax) {
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
}
