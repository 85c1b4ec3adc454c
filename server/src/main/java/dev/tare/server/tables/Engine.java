package dev.tare.server.tables;

import dev.tare.core.ledger.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;

/** What the engines that hold the tables do each in its own way. */
public interface Engine {
    /** An expression: the start of the quarter hour of a {@code TIMESTAMPTZ} column. */
    String quarterHour(String column);

    /**
     * An expression of type {@code DATE}: the day in that zone, by Java's rules ({@link
     * LocalDays}).
     *
     * @param column a {@code TIMESTAMPTZ} column
     * @param first no value of the column lies before
     * @param last no value of the column lies behind
     */
    String day(String column, ZoneId zone, Instant first, Instant last);

    /**
     * A condition: the day of that daily table's row is the one given first, or later, but before
     * the one given second. Few rows of each day are looked for, by the rest of the table's key.
     */
    default String daysOfFew(RollupTable table) {
        return table.time() + " >= ? AND " + table.time() + " < ?";
    }

    /**
     * What to select from: rows once for each quantity, with its unit and number.
     *
     * @param rows what to select those from: a table or a query in parentheses with a column {@code
     *     quantities}
     */
    String quantityRows(String rows);

    /**
     * What joins a log named {@code l} with the last correction of each of its events, named {@code
     * a}; all nulls where an event has none.
     *
     * @param from no event that is asked for lies before
     * @param to every event that is asked for lies before
     */
    default String lastCorrections(Instant from, Instant to) {
        return """
        LEFT JOIN (SELECT * %s
        ) a ON a.event_source = l.source AND a.event_id = l.id AND a.event_time = l.created_at
        """
                .formatted(LastCorrections.between(from, to));
    }

    /**
     * Lets go of the log's rows of events before that time, a month's first instant (UTC); returns
     * how many those were.
     */
    long letGo(Connection connection, Instant before) throws SQLException;

    /** Appends to that table, within the connection's transaction. */
    RowSink append(Connection connection, String table) throws SQLException;

    /** Adds rows to those of a rollup table, group by group, within the transaction. */
    RowSink merge(Connection connection, RollupTable table) throws SQLException;

    /** The failure in the port's terms, where it isn't the data's fault. */
    StoreUnavailable unavailable(String doing, SQLException failure);
}
