package dev.tare.server.duckdb;

import dev.tare.core.profit.UsageSums;
import java.sql.SQLException;
import java.time.ZoneId;
import org.duckdb.DuckDBConnection;

/** Sums the daily tables up anew, from the log, for the days of another zone. */
final class ZoneChange {
    private ZoneChange() {}

    static void rebuild(DuckDBConnection connection, ZoneId zone) throws SQLException {
        Sql.execute(connection, "BEGIN TRANSACTION");
        UsageSums.Span span = DuckDbSums.span(connection);
        if (span != null) {
            String day = LocalDays.day("created_at", zone, span.first(), span.last());
            // Emptied and filled within one transaction, a table's key would still hold the old.
            Sql.execute(connection, "DROP VIEW api_cost_summaries_monthly");
            for (RollupTable table : RollupTable.values()) {
                if (table.isDaily()) {
                    Sql.execute(connection, "DROP TABLE " + table.table());
                }
            }
            Sql.execute(connection, Schema.text(Schema.VERSION));
            for (RollupTable table : RollupTable.values()) {
                if (table.isDaily()) {
                    Sql.execute(
                            connection, "INSERT INTO " + table.table() + " " + table.overRows(day));
                }
            }
        }
        Schema.stamp(connection, zone);
        Sql.execute(connection, "COMMIT");
    }
}
