package dev.tare.server.tables;

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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The few forms in which values pass between Java and an engine. */
public final class Sql {
    private Sql() {}

    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * The first column of the only row, {@code null} where there is no row. Reads to the end:
     * answers are streamed, and outside of a transaction one that is left in the middle keeps its
     * snapshot open, which keeps every later checkpoint from being made.
     */
    public static @Nullable String value(Connection connection, String sql, Object... values)
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

    public static long count(Connection connection, String sql) throws SQLException {
        return Long.parseLong(Objects.requireNonNull(value(connection, sql)));
    }

    public static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(i + 1, value instanceof Instant time ? time(time) : value);
        }
    }

    /** The numbers of the first columns, to group or to order by: {@code 1, 2, 3}. */
    public static String ordinals(int columns) {
        return IntStream.rangeClosed(1, columns)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    /** A text literal. */
    public static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** A literal of that instant, so that the engine can leave out rows by their range. */
    public static String literal(Instant time) {
        // An instant prints its seconds always, an offset time leaves out zeros.
        return "TIMESTAMPTZ '" + time.truncatedTo(ChronoUnit.MICROS) + "'";
    }

    public static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    public static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    public static Instant requiredTime(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(time(row, column), column);
    }

    /** The same by the place in the answer, from 1. */
    static Instant requiredTime(ResultSet row, int place) throws SQLException {
        return Objects.requireNonNull(row.getObject(place, OffsetDateTime.class)).toInstant();
    }

    /** By the place in the answer, from 1. */
    static String required(ResultSet row, int place) throws SQLException {
        return Objects.requireNonNull(row.getString(place));
    }

    /** By the place in the answer, from 1. */
    static @Nullable Long number(ResultSet row, int place) throws SQLException {
        long number = row.getLong(place);
        return row.wasNull() ? null : number;
    }

    public static String required(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    public static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    public static void close(@Nullable AutoCloseable open, Throwable because) {
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
