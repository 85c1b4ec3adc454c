package dev.tare.server.duckdb;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Engine;
import dev.tare.server.tables.LocalDays;
import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.RowSink;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import org.duckdb.DuckDBConnection;

/** This engine's way with the tables. */
enum DuckDbEngine implements Engine {
    ENGINE;

    @Override
    public String quarterHour(String column) {
        return "make_timestamptz(epoch_us(" + column + ") // 900000000 * 900000000)";
    }

    @Override
    public String day(String column, ZoneId zone, Instant first, Instant last) {
        String seconds = "(epoch_us(" + column + ") // 1000000)";
        String offset =
                LocalDays.offset(
                        zone, first, last, time -> seconds + " < " + time.getEpochSecond());
        return "(DATE '1970-01-01' + CAST((" + seconds + " + " + offset + ") // 86400 AS INTEGER))";
    }

    /**
     * To read a wide decimal from text takes the engine fifty times as long as a narrow one, which
     * holds whatever has at most nine characters. Tried, lest it fails where it is worked out for
     * longer ones as well; and over plain columns, or both are worked out for all.
     */
    @Override
    public String quantityRows(String rows) {
        return """
        (SELECT * EXCLUDE (told),
            CASE WHEN LENGTH(told) <= 9
                THEN CAST(TRY_CAST(told AS DECIMAL(18, 9)) AS DECIMAL(38, 9))
                ELSE CAST(told AS DECIMAL(38, 9)) END AS quantity
        FROM (
            SELECT *, UNNEST(MAP_KEYS(CAST(quantities AS MAP(VARCHAR, VARCHAR)))) AS unit,
                UNNEST(MAP_VALUES(CAST(quantities AS MAP(VARCHAR, VARCHAR)))) AS told
            FROM %s))\
        """
                .formatted(rows);
    }

    @Override
    public long letGo(Connection connection, Instant before) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(
                    "DELETE FROM api_usage_logs WHERE created_at < " + Sql.literal(before));
        }
    }

    @Override
    public RowSink append(Connection connection, String table) throws SQLException {
        return new AppendedRows(connection.unwrap(DuckDBConnection.class).createAppender(table));
    }

    @Override
    public RowSink merge(Connection connection, RollupTable table) throws SQLException {
        return new MergedRows(connection.unwrap(DuckDBConnection.class), table);
    }

    @Override
    public StoreUnavailable unavailable(String doing, SQLException failure) {
        return Failures.unavailable(doing, failure);
    }
}
