package dev.tare.server.postgres;

import dev.tare.server.tables.RowSink;
import java.sql.Connection;
import java.sql.SQLException;

/** The same for one transaction that writes, and numbers the rows of the log. */
final class WritingEngine extends PostgresEngine {
    private final RowNumbers numbers;
    private final Months months;

    WritingEngine(RowNumbers numbers, Months months) {
        this.numbers = numbers;
        this.months = months;
    }

    @Override
    public RowSink append(Connection connection, String table) throws SQLException {
        return table.equals("api_usage_logs")
                ? new LogCopy(connection, numbers, months)
                : super.append(connection, table);
    }
}
