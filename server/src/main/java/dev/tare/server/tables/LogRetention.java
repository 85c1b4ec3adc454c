package dev.tare.server.tables;

import dev.tare.core.ledger.LettingGo;
import dev.tare.core.ledger.RowsKept;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What {@code log_retention} says of rows let go, and the letting go itself. */
public final class LogRetention {
    private static final String KEPT =
            "SELECT MAX(before) AS since, CAST(COALESCE(SUM(rows), 0) AS BIGINT) AS gone"
                    + " FROM log_retention";
    private static final String LAST_ROWS = "SELECT COALESCE(MAX(log_rows), 0) FROM log_retention";
    private static final String RECORDED =
            "SELECT CAST(COALESCE(SUM(recorded), 0) AS BIGINT) FROM journal_positions";
    private static final String NOTE = "INSERT INTO log_retention VALUES (?, ?, ?, ?)";

    private LogRetention() {}

    /** Which rows there are still. */
    public static RowsKept read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEPT);
                ResultSet row = statement.executeQuery()) {
            RowsKept kept = RowsKept.ALL;
            while (row.next()) {
                kept = new RowsKept(Sql.time(row, "since"), row.getLong("gone"));
            }
            return kept;
        }
    }

    /** How many rows had ever been written when rows were last let go. */
    public static long lastRows(Connection connection) throws SQLException {
        return Sql.count(connection, LAST_ROWS);
    }

    /**
     * Lets go of rows and notes it, within the writer's transaction; does nothing where as much was
     * let go before.
     *
     * @param added rows written within this transaction
     */
    static void letGo(Connection connection, Engine engine, LettingGo wanted, long added)
            throws SQLException {
        if (!read(connection).isExtendedBy(wanted.before())) {
            return;
        }
        long gone = engine.letGo(connection, wanted.before());
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            Sql.bind(
                    statement,
                    wanted.before(),
                    gone,
                    Sql.count(connection, RECORDED) + added,
                    wanted.decidedAt());
            statement.execute();
        }
    }

    /**
     * A condition that a group of that table is of rows that are all kept, with its {@code WHERE};
     * empty where all are.
     */
    public static String wholly(RowsKept kept, RollupTable table, ZoneId zone) {
        Instant since = kept.since();
        if (since == null) {
            return "";
        }
        String first =
                table.isDaily()
                        ? "DATE " + Sql.text(firstDay(since, zone).toString())
                        : Sql.literal(since);
        return " WHERE " + table.time() + " >= " + first;
    }

    /** The first day of which every row is kept. */
    public static LocalDate firstDay(Instant since, ZoneId zone) {
        LocalDate day = since.atZone(zone).toLocalDate();
        return day.atStartOfDay(zone).toInstant().isBefore(since) ? day.plusDays(1) : day;
    }

    /** Why days can't be cut anew in another zone: that takes every row. Empty where they can. */
    public static String whyZoneStays(Connection connection, @Nullable String held, ZoneId wanted)
            throws SQLException {
        RowsKept kept = read(connection);
        return kept.since() == null
                ? ""
                : "Days are cut in the time zone "
                        + held
                        + " and can't be cut anew in "
                        + wanted
                        + ": events before "
                        + kept.date()
                        + " (UTC) are kept as sums only. Start with --zone "
                        + held
                        + "; a report takes any zone by its parameter tz.";
    }

    /** A condition on rows of the log's time, with its AND; empty where all are kept. */
    static String andSince(@Nullable Instant since, String time) {
        return since == null ? "" : " AND " + time + " >= " + Sql.literal(since);
    }
}
