package dev.tare.server.duckdb;

import dev.tare.core.profit.UsageSums;
import dev.tare.server.tables.LogRetention;
import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.TableSums;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;

/** Sums the daily tables up anew, from the log, for the days of another zone. */
final class ZoneChange {
    private ZoneChange() {}

    static void rebuild(Connection connection, ZoneId held, ZoneId zone) throws SQLException {
        String refusal = LogRetention.whyZoneStays(connection, held.getId(), zone);
        if (!refusal.isEmpty()) {
            throw Failures.unavailable(refusal);
        }
        Sql.execute(connection, "BEGIN TRANSACTION");
        UsageSums.Span span = TableSums.span(connection);
        if (span != null) {
            String day = DuckDbEngine.ENGINE.day("created_at", zone, span.first(), span.last());
            // Emptied and filled within one transaction, a table's key would still hold the old.
            Sql.execute(connection, "DROP VIEW api_cost_summaries_monthly");
            for (RollupTable table : RollupTable.values()) {
                if (table.isDaily()) {
                    Sql.execute(connection, "DROP TABLE " + table.table());
                }
            }
            Sql.execute(connection, Schema.tables());
            for (RollupTable table : RollupTable.values()) {
                if (table.isDaily()) {
                    Sql.execute(
                            connection,
                            "INSERT INTO "
                                    + table.table()
                                    + " "
                                    + table.overRows(DuckDbEngine.ENGINE, day));
                }
            }
        }
        Schema.stamp(connection, zone);
        Sql.execute(connection, "COMMIT");
    }
}
