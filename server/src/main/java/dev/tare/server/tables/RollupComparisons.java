package dev.tare.server.tables;

import dev.tare.core.ledger.RowsKept;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.LedgerAudit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sums the log up anew and compares every rollup table, group by group and column by column. */
final class RollupComparisons {
    /** A table, and the log summed up as the table should be. */
    private record Comparison(
            String table,
            List<String> keys,
            List<String> values,
            String should,
            boolean charged,
            String compared) {}

    private static final String GROUP =
            "h.$ AS h_$, COALESCE(s.$, 0) AS s_$, (h.$ IS DISTINCT FROM s.$) AS d_$";

    /** Corrections that came to nothing leave a group of zeros, or none. */
    private static final String CHANGE =
            "COALESCE(h.$, 0) AS h_$, COALESCE(s.$, 0) AS s_$,"
                    + " (COALESCE(h.$, 0) <> COALESCE(s.$, 0)) AS d_$";

    private final Connection reader;
    private final Engine engine;
    private final int max;
    private final List<String> differences = new ArrayList<>();
    private long groups;

    RollupComparisons(Connection reader, Engine engine, int max) {
        this.reader = reader;
        this.engine = engine;
        this.max = max;
    }

    LedgerAudit.RollupComparison run(ZoneId zone) throws SQLException {
        String day = day(zone);
        RowsKept kept = LogRetention.read(reader);
        for (RollupTable table : RollupTable.values()) {
            compare(
                    new Comparison(
                            table.table(),
                            table.keys(),
                            table.summed(),
                            table.overRows(engine, day),
                            table.isCharged(),
                            LogRetention.wholly(kept, table, zone)));
        }
        compare(
                new Comparison(
                        "api_cost_summaries_monthly",
                        Stream.concat(Stream.of("month"), RollupTable.DIMENSIONS.stream()).toList(),
                        RollupTable.DAYS.summed(),
                        monthsOverDays(),
                        true,
                        ""));
        return new LedgerAudit.RollupComparison(groups, differences);
    }

    /** The days were compared with the log just before. */
    private static String monthsOverDays() {
        return "SELECT LEFT(CAST(day AS VARCHAR), 7) AS month, "
                + String.join(", ", RollupTable.DIMENSIONS)
                + ", "
                + RollupTable.DAYS.summed().stream()
                        .map(column -> "SUM(" + column + ") AS " + column)
                        .collect(Collectors.joining(", "))
                + " FROM "
                + RollupTable.DAYS.table()
                + " GROUP BY "
                + Sql.ordinals(1 + RollupTable.DIMENSIONS.size());
    }

    private String day(ZoneId zone) throws SQLException {
        UsageSums.Span span = TableSums.span(reader);
        return span == null
                ? "CAST(created_at AS DATE)"
                : engine.day("created_at", zone, span.first(), span.last());
    }

    /**
     * Every group of either side, as far as its rows are kept: each value as held, as it should be,
     * and whether they differ.
     */
    private static String joined(Comparison comparison) {
        String keys = String.join(", ", comparison.keys());
        return "WITH should AS (SELECT x.*, TRUE AS there FROM ("
                + comparison.should()
                + ") x"
                + comparison.compared()
                + "), held AS (SELECT x.*, TRUE AS there FROM "
                + comparison.table()
                + " x"
                + comparison.compared()
                + ") SELECT "
                + keys
                + ", h.there AS h_there, s.there AS s_there, "
                + comparison.values().stream()
                        .map(value -> (comparison.charged() ? GROUP : CHANGE).replace("$", value))
                        .collect(Collectors.joining(", "))
                + " FROM held h FULL JOIN should s USING ("
                + keys
                + ")";
    }

    /**
     * The log is summed up once: groups that differ come first, each row tells how many there are
     * in all.
     */
    private void compare(Comparison comparison) throws SQLException {
        String different =
                comparison.values().stream()
                        .map(value -> "d_" + value)
                        .collect(Collectors.joining(" OR "));
        String sql =
                "SELECT x.*, COUNT(*) OVER () AS all_groups, ("
                        + different
                        + ") AS differs FROM ("
                        + joined(comparison)
                        + ") x ORDER BY differs DESC, "
                        + Sql.ordinals(comparison.keys().size())
                        + " LIMIT "
                        + max;
        try (PreparedStatement statement = reader.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            boolean first = true;
            while (row.next()) {
                groups += first ? row.getLong("all_groups") : 0;
                first = false;
                if (row.getBoolean("differs") && differences.size() < max) {
                    note(comparison, row);
                }
            }
        }
    }

    private void note(Comparison comparison, ResultSet row) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (String key : comparison.keys()) {
            keys.add(key + " " + row.getString(key));
        }
        String group = comparison.table() + " (" + String.join(", ", keys) + ")";
        if (comparison.charged() && row.getString("h_there") == null) {
            differences.add(group + " is missing, though the log has rows of it.");
            return;
        }
        if (comparison.charged() && row.getString("s_there") == null) {
            differences.add(group + " is there, though the log has no row of it.");
            return;
        }
        for (String value : comparison.values()) {
            if (row.getBoolean("d_" + value) && differences.size() < max) {
                differences.add(
                        group
                                + ": "
                                + value
                                + " is "
                                + Objects.toString(row.getString("h_" + value))
                                + (comparison.charged() ? ", the log says " : ", corrections say ")
                                + row.getString("s_" + value)
                                + ".");
            }
        }
    }
}
