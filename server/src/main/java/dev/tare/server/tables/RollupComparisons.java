package dev.tare.server.tables;

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
            String table, List<String> keys, List<String> values, String should) {}

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
        for (RollupTable table : RollupTable.values()) {
            compare(
                    new Comparison(
                            table.table(),
                            table.keys(),
                            table.summed(),
                            table.overRows(engine, day)));
        }
        compare(
                new Comparison(
                        "api_cost_summaries_monthly",
                        Stream.concat(Stream.of("month"), RollupTable.DIMENSIONS.stream()).toList(),
                        RollupTable.DAYS.summed(),
                        RollupTable.DAYS
                                .overRows(engine, "LEFT(CAST(" + day + " AS VARCHAR), 7)")
                                .replace(" AS day,", " AS month,")));
        return new LedgerAudit.RollupComparison(groups, differences);
    }

    private String day(ZoneId zone) throws SQLException {
        UsageSums.Span span = TableSums.span(reader);
        return span == null
                ? "CAST(created_at AS DATE)"
                : engine.day("created_at", zone, span.first(), span.last());
    }

    private void compare(Comparison comparison) throws SQLException {
        String keys = String.join(", ", comparison.keys());
        String joined =
                "WITH should AS (SELECT x.*, TRUE AS there FROM ("
                        + comparison.should()
                        + ") x), held AS (SELECT x.*, TRUE AS there FROM "
                        + comparison.table()
                        + " x) SELECT "
                        + keys
                        + ", h.there AS h_there, s.there AS s_there, "
                        + comparison.values().stream()
                                .map(value ->
                                        ("h.$ AS h_$, COALESCE(s.$, 0) AS s_$,"
                                                        + " (h.$ IS DISTINCT FROM s.$) AS d_$")
                                                .replace("$", value))
                                .collect(Collectors.joining(", "))
                        + " FROM held h FULL JOIN should s USING ("
                        + keys
                        + ")";
        groups += Sql.count(reader, "SELECT COUNT(*) FROM (" + joined + ") x");
        String different =
                comparison.values().stream()
                        .map(value -> "d_" + value)
                        .collect(Collectors.joining(" OR "));
        try (PreparedStatement statement =
                        reader.prepareStatement(
                                "SELECT * FROM ("
                                        + joined
                                        + ") x WHERE "
                                        + different
                                        + " ORDER BY "
                                        + Sql.ordinals(comparison.keys().size())
                                        + " LIMIT "
                                        + max);
                ResultSet row = statement.executeQuery()) {
            while (differences.size() < max && row.next()) {
                note(comparison, row);
            }
        }
    }

    private void note(Comparison comparison, ResultSet row) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (String key : comparison.keys()) {
            keys.add(key + " " + row.getString(key));
        }
        String group = comparison.table() + " (" + String.join(", ", keys) + ")";
        if (row.getString("h_there") == null) {
            differences.add(group + " is missing, though the log has rows of it.");
            return;
        }
        if (row.getString("s_there") == null) {
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
                                + ", the log says "
                                + row.getString("s_" + value)
                                + ".");
            }
        }
    }
}
