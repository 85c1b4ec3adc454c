package dev.tare.server.postgres;

import dev.tare.core.ledger.SqlConsole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's own question. Several walls stand between it and harm: it is one statement by the
 * driver's own reading, the database takes it as a cursor's question, which can only read, its
 * transaction is read-only and undone at the end, and its connection is closed behind it. What the
 * role that connects may not do, no question may.
 */
final class PostgresConsole implements SqlConsole {
    private static final int ANSWER_CHARACTERS_MAX = 20_000_000;
    private static final int ROWS_AT_ONCE = 500;
    private static final String CURSOR = "tare_question";

    private static final String WRITES = "25006";
    private static final String OUT_OF_MEMORY = "53200";

    private final Sessions sessions;

    PostgresConsole(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Answer ask(String sql, int rowsMax, Duration timeMax) {
        String question = sql.strip();
        Answer.Refused refused = ConsoleRules.check(question);
        if (refused != null) {
            return refused;
        }
        return sessions.once(
                "The question can't be asked",
                connection -> answer(connection, question, rowsMax, timeMax));
    }

    private static Answer answer(
            Connection connection, String question, int rowsMax, Duration timeMax)
            throws SQLException {
        long end = System.nanoTime() + timeMax.toNanos();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + Math.max(1, timeMax.toMillis()));
            if (ConsoleRules.isExplanation(question)) {
                try (ResultSet rows = statement.executeQuery(question)) {
                    return new Reading(rowsMax).whole(rows);
                }
            }
            statement.execute(
                    "DECLARE "
                            + CURSOR
                            + " NO SCROLL CURSOR FOR "
                            + ConsoleRules.withoutEnd(question));
            Reading reading = new Reading(rowsMax);
            boolean more = true;
            while (more) {
                if (System.nanoTime() - end > 0) {
                    return timeIsUp(timeMax);
                }
                try (ResultSet rows =
                        statement.executeQuery("FETCH " + ROWS_AT_ONCE + " FROM " + CURSOR)) {
                    more = reading.take(rows);
                }
            }
            return reading.answer();
        } catch (SQLException failure) {
            if (Failures.isConnectionLost(failure) && !Failures.isTimeUp(failure)) {
                throw failure;
            }
            return refused(failure, timeMax);
        } finally {
            rollBack(connection);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            // The connection is closed next, and the transaction ends with it.
        }
    }

    private static Answer refused(SQLException failure, Duration timeMax) {
        if (Failures.isTimeUp(failure)) {
            return timeIsUp(timeMax);
        }
        String state = String.valueOf(failure.getSQLState());
        String message = Failures.told(failure);
        return switch (state) {
            case WRITES -> new Answer.Refused("read_only", "Questions can only read. " + message);
            case OUT_OF_MEMORY ->
                    new Answer.Refused(
                            "memory_limit",
                            "The question needs more memory than it may use; ask for less.");
            default ->
                    // Class 42: what is written can't be understood, or names what isn't there.
                    new Answer.Refused(state.startsWith("42") ? "invalid_sql" : "failed", message);
        };
    }

    private static Answer.Refused timeIsUp(Duration timeMax) {
        return new Answer.Refused(
                "time_limit",
                "The question took longer than " + timeMax.toMillis() + " ms; ask for less.");
    }

    /** Rows as they come, up to what an answer may hold. */
    private static final class Reading {
        private final int rowsMax;
        private final List<String> columns = new ArrayList<>();
        private final List<List<@Nullable String>> rows = new ArrayList<>();
        private long characters;
        private boolean truncated;

        Reading(int rowsMax) {
            this.rowsMax = rowsMax;
        }

        Answer whole(ResultSet row) throws SQLException {
            take(row);
            return answer();
        }

        /** Whether there may be more. */
        boolean take(ResultSet row) throws SQLException {
            if (columns.isEmpty()) {
                ResultSetMetaData description = row.getMetaData();
                for (int i = 1; i <= description.getColumnCount(); i++) {
                    columns.add(description.getColumnLabel(i));
                }
            }
            boolean any = false;
            while (row.next()) {
                any = true;
                if (rows.size() >= rowsMax || characters > ANSWER_CHARACTERS_MAX) {
                    truncated = true;
                    return false;
                }
                List<@Nullable String> cells = new ArrayList<>(columns.size());
                for (int i = 1; i <= columns.size(); i++) {
                    String cell = row.getString(i);
                    characters += cell == null ? 0 : cell.length();
                    cells.add(cell);
                }
                rows.add(cells);
            }
            return any;
        }

        Answer answer() {
            return new Answer.Rows(columns, rows, truncated);
        }
    }
}
