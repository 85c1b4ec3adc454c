package dev.tare.server.postgres;

import dev.tare.server.tables.RowSink;
import dev.tare.server.tables.Sql;
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

    /** The same, with an empty table of the log's form in the log's place. */
    PostgresEngine trying() {
        return new PostgresEngine() {
            @Override
            public RowSink append(Connection connection, String table) throws SQLException {
                Sql.execute(
                        connection,
                        "CREATE TEMP TABLE IF NOT EXISTS stage_log"
                                + " (LIKE api_usage_logs INCLUDING INDEXES) ON COMMIT DELETE ROWS");
                return new LogCopy(connection, "stage_log", numbers, months);
            }
        };
    }

    @Override
    public RowSink append(Connection connection, String table) throws SQLException {
        return table.equals("api_usage_logs")
                ? new LogCopy(connection, "api_usage_logs", numbers, months)
                : super.append(connection, table);
    }
}
