package dev.tare.server.duckdb;

import dev.tare.core.ledger.RowsKept;
import dev.tare.core.profit.UsageSums;
import dev.tare.server.tables.LogRetention;
import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.SumColumn;
import dev.tare.server.tables.TableSums;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What shows that a copy is the ledger it was made from, by one scan of each table: every row's
 * hash, and the log's totals beside those of every rollup. Group by group is {@code tare verify}'s
 * business: at tens of millions of rows that takes too long for every day.
 */
final class CopyChecks {
    private CopyChecks() {}

    /**
     * Every table of the connection's current database with what is in it.
     *
     * @param rows their number
     * @param hashes the sum of the rows' hashes: the same for the same rows in any order
     */
    record Content(long rows, String hashes) {}

    static Map<String, Content> contents(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        String names =
                "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary"
                        + " AND database_name = current_database()";
        try (PreparedStatement statement = connection.prepareStatement(names);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        Map<String, Content> contents = new TreeMap<>();
        for (String table : tables) {
            String sql =
                    "SELECT COUNT(*), CAST(COALESCE(SUM(hash(t)), 0) AS VARCHAR) FROM "
                            + table
                            + " t";
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                contents.put(table, new Content(row.getLong(1), row.getString(2)));
            }
        }
        return contents;
    }

    /**
     * One sentence for each rollup table whose totals aren't the log's, over what is kept of it;
     * days are cut in that zone.
     */
    static List<String> differences(Connection connection, ZoneId zone) throws SQLException {
        RowsKept kept = LogRetention.read(connection);
        Map<String, String> all = row(connection, log(""));
        Map<String, String> wholeDays =
                kept.since() == null
                        ? all
                        : row(connection, log(since(connection, kept.since(), zone)));
        List<String> differences = new ArrayList<>();
        for (RollupTable table : RollupTable.values()) {
            if (table.holdsQuantities() || !table.isCharged()) {
                continue;
            }
            Map<String, String> log = table.isDaily() ? wholeDays : all;
            Map<String, String> rollup =
                    row(
                            connection,
                            "SELECT "
                                    + SumColumn.list(SumColumn::overRollup)
                                    + " FROM "
                                    + table.table()
                                    + LogRetention.wholly(kept, table, zone));
            for (SumColumn column : SumColumn.values()) {
                String is = rollup.get(column.text());
                String should = log.get(column.text());
                if (!Objects.equals(is, should)) {
                    differences.add(
                            table.table()
                                    + ": "
                                    + column.text()
                                    + " is "
                                    + is
                                    + " in all, the log says "
                                    + should
                                    + ".");
                }
            }
        }
        return differences;
    }

    private static String log(String where) {
        return "SELECT " + SumColumn.list(SumColumn::overRows) + " FROM api_usage_logs" + where;
    }

    /** Rows of the days that are kept whole. */
    private static String since(Connection connection, Instant kept, ZoneId zone)
            throws SQLException {
        UsageSums.Span span = TableSums.span(connection);
        return span == null
                ? ""
                : " WHERE "
                        + DuckDbEngine.ENGINE.day("created_at", zone, span.first(), span.last())
                        + " >= DATE "
                        + Sql.text(LogRetention.firstDay(kept, zone).toString());
    }

    private static Map<String, String> row(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            Map<String, String> cells = new TreeMap<>();
            for (SumColumn column : SumColumn.values()) {
                cells.put(column.text(), Sql.required(row, column.text()));
            }
            return cells;
        }
    }
}
