package dev.tare.server.duckdb;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The few forms in which values pass between Java and the engine. */
final class Sql {
    private Sql() {}

    static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * The first column of the only row, {@code null} where there is no row. Reads to the end:
     * answers are streamed, and outside of a transaction one that is left in the middle keeps its
     * snapshot open, which keeps every later checkpoint from being made.
     */
    static @Nullable String value(DuckDBConnection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                String value = null;
                while (rows.next()) {
                    value = rows.getString(1);
                }
                return value;
            }
        }
    }

    /**
     * To be called at the end of a transaction that read. Answers are streamed, and where the
     * engine fails after the first rows, the driver says no word of it: the answer just ends. But
     * the transaction is broken then, and refuses whatever comes next.
     */
    static void checkUnbroken(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            while (row.next()) {
                // It is there.
            }
        } catch (SQLException broken) {
            throw new SQLException("the engine failed while an answer was read", broken);
        }
    }

    static long count(DuckDBConnection connection, String sql) throws SQLException {
        return Long.parseLong(Objects.requireNonNull(value(connection, sql)));
    }

    static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(i + 1, value instanceof Instant time ? time(time) : value);
        }
    }

    /** A text literal. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** A literal of that instant, so that the engine can leave out rows by their range. */
    static String literal(Instant time) {
        // An instant prints its seconds always, an offset time leaves out zeros.
        return "TIMESTAMPTZ '" + time.truncatedTo(ChronoUnit.MICROS) + "'";
    }

    static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static Instant requiredTime(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(time(row, column), column);
    }

    static String required(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    static void append(DuckDBAppender appender, @Nullable Instant time) throws SQLException {
        if (time == null) {
            appender.appendNull();
        } else {
            appender.appendEpochMicros(ChronoUnit.MICROS.between(Instant.EPOCH, time));
        }
    }

    static void append(DuckDBAppender appender, @Nullable String text) throws SQLException {
        if (text == null) {
            appender.appendNull();
        } else {
            appender.append(text);
        }
    }

    /**
     * Appends at exactly that scale.
     *
     * @throws ArithmeticException where digits would be lost
     */
    static void append(DuckDBAppender appender, @Nullable BigDecimal amount, int scale)
            throws SQLException {
        if (amount == null) {
            appender.appendNull();
        } else {
            appender.append(amount.setScale(scale));
        }
    }

    static void close(@Nullable AutoCloseable open, Exception because) {
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (Exception second) {
            because.addSuppressed(second);
        }
    }
}
