package dev.tare.server.postgres;

import dev.tare.server.tables.RowSink;
import java.sql.Connection;
import java.sql.SQLException;

/** The same for one transaction that writes, and numbers the rows of the log. */
final class WritingEngine extends PostgresEngine {
    private final RowNumbers numbers;
    private final Months months;
    private final boolean watched;

    /**
     * Writes as the role it connects as can.
     *
     * @param watched whether policies watch over what that role writes
     */
    WritingEngine(RowNumbers numbers, Months months, boolean watched) {
        this.numbers = numbers;
        this.months = months;
        this.watched = watched;
    }

    @Override
    Destination destination(Connection connection, String table, String columns)
            throws SQLException {
        return watched
                ? Destination.staged(connection, table, columns)
                : super.destination(connection, table, columns);
    }

    /** The same, with an empty table of the log's form in the log's place. */
    PostgresEngine trying() {
        return new PostgresEngine() {
            @Override
            public RowSink append(Connection connection, String table) throws SQLException {
                return new LogCopy(
                        connection,
                        Destination.direct(Stage.likeLog(connection), LogCopy.COLUMNS),
                        numbers,
                        months);
            }
        };
    }

    @Override
    public RowSink append(Connection connection, String table) throws SQLException {
        return table.equals("api_usage_logs")
                ? new LogCopy(
                        connection,
                        destination(connection, table, LogCopy.COLUMNS),
                        numbers,
                        months)
                : super.append(connection, table);
    }
}
