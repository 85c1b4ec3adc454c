package dev.tare.server.tables;

import dev.tare.core.ledger.RowsKept;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.Rollups;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums from the cheapest table that answers the query exactly. */
public final class TableSums implements UsageSums {
    private static final String DOING = "The sums can't be read";

    /** Without corrections a report is spared the way to them. */
    private static final String ANY_ADJUSTMENT =
            "SELECT COUNT(*) FROM (SELECT 1 FROM api_cost_adjustments LIMIT 1) x";

    /** Stands for the span of the events where nobody has to know it. */
    private static final Span ANY_TIME = new Span(Instant.EPOCH, Instant.EPOCH);

    private final Questions questions;
    private final Engine engine;
    private final ZoneId workspaceZone;

    /** Over the tables of that engine, whose days are cut in that zone. */
    public TableSums(Questions questions, Engine engine, ZoneId workspaceZone) {
        this.questions = questions;
        this.engine = engine;
        this.workspaceZone = workspaceZone;
    }

    @Override
    public List<SumRow> sums(ReportQuery query) {
        return sums(query, SumsSource.of(query, workspaceZone));
    }

    /** From that source. All that can answer a query give the same answer. */
    List<SumRow> sums(ReportQuery query, SumsSource source) {
        return questions.read(
                DOING,
                reader -> {
                    Span span = needsSpan(query, source) ? span(reader) : ANY_TIME;
                    if (span == null) {
                        return List.of();
                    }
                    boolean adjusted =
                            query.amounts() == ReportAmounts.ADJUSTED
                                    && Sql.count(reader, ANY_ADJUSTMENT) > 0;
                    SumsSql sql =
                            new SumsSql(
                                    engine,
                                    source,
                                    adjusted ? answerable(reader, query, source) : query,
                                    adjusted,
                                    span.first(),
                                    span.last());
                    int keys = query.groupBy().size();
                    return rows(
                            sumsByGroup(reader, sql, keys),
                            query.quantities() ? quantitiesByGroup(reader, sql, keys) : Map.of());
                });
    }

    /** Only where days are cut out of times does it matter between which times those lie. */
    private static boolean needsSpan(ReportQuery query, SumsSource source) {
        return !source.isDaily() && query.groupBy().stream().anyMatch(Dimension::isTime);
    }

    private static List<SumRow> rows(
            Map<List<String>, Sums> sums,
            Map<List<String>, SortedMap<String, BigDecimal>> quantities) {
        List<SumRow> rows = new ArrayList<>(sums.size());
        sums.forEach((keys, groupSums) ->
                rows.add(
                        new SumRow(
                                keys,
                                new Totals(
                                        groupSums,
                                        quantities.getOrDefault(keys, new TreeMap<>())))));
        return rows;
    }

    /** The query, as far as that source has an answer: corrections of rows let go have none. */
    private static ReportQuery answerable(Connection reader, ReportQuery query, SumsSource source)
            throws SQLException {
        Instant since = source == SumsSource.ROWS ? LogRetention.read(reader).since() : null;
        return since == null || !query.from().isBefore(since)
                ? query
                : query.over(since, query.to());
    }

    @Override
    public boolean needsRows(ReportQuery query) {
        return SumsSource.of(query, workspaceZone) == SumsSource.ROWS;
    }

    @Override
    public boolean isCorrected(ReportQuery query) {
        String inSpan =
                "SELECT COUNT(*) FROM (SELECT 1 FROM api_cost_adjustments WHERE event_time >= "
                        + Sql.literal(query.from())
                        + " AND event_time < "
                        + Sql.literal(query.to())
                        + " LIMIT 1) x";
        return questions.read(DOING, reader -> Sql.count(reader, inSpan) > 0);
    }

    @Override
    public RowsKept rowsKept() {
        return questions.read(DOING, LogRetention::read);
    }

    private static Map<List<String>, Sums> sumsByGroup(Connection reader, SumsSql sql, int keys)
            throws SQLException {
        Map<List<String>, Sums> groups = new HashMap<>();
        try (PreparedStatement statement = reader.prepareStatement(sql.sums())) {
            Sql.bind(statement, sql.values());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    groups.put(keys(row, keys), SumColumn.read(row));
                }
            }
        }
        return groups;
    }

    private static Map<List<String>, SortedMap<String, BigDecimal>> quantitiesByGroup(
            Connection reader, SumsSql sql, int keys) throws SQLException {
        Map<List<String>, SortedMap<String, BigDecimal>> groups = new HashMap<>();
        try (PreparedStatement statement = reader.prepareStatement(sql.quantities())) {
            Sql.bind(statement, sql.values());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    groups.computeIfAbsent(keys(row, keys), _ -> new TreeMap<>())
                            .put(Sql.required(row, "unit"), row.getBigDecimal("quantity"));
                }
            }
        }
        return groups;
    }

    private static List<String> keys(ResultSet row, int count) throws SQLException {
        List<String> keys = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            keys.add(row.getString(i));
        }
        return keys;
    }

    @Override
    public @Nullable Span span() {
        return questions.read(DOING, reader -> Optional.ofNullable(span(reader))).orElse(null);
    }

    /** The rollup says in which quarter hours to look: the log itself may be very long. */
    public static @Nullable Span span(Connection reader) throws SQLException {
        Span quarters =
                span(
                        reader,
                        "SELECT MIN(quarter_hour) AS first, MAX(quarter_hour) AS last"
                                + " FROM usage_quarter_hours");
        if (quarters == null) {
            return null;
        }
        Instant firstEnd = quarters.first().plusSeconds(Rollups.QUARTER_HOUR_SECONDS);
        Instant lastEnd =
                quarters.last().plusSeconds(Rollups.QUARTER_HOUR_SECONDS).minusNanos(1_000);
        // Where a row was let go the quarter hour is all there is to tell.
        return span(
                reader,
                "SELECT COALESCE((SELECT MIN(created_at) FROM api_usage_logs WHERE created_at < "
                        + Sql.literal(firstEnd)
                        + "), "
                        + Sql.literal(quarters.first())
                        + ") AS first, COALESCE((SELECT MAX(created_at) FROM api_usage_logs"
                        + " WHERE created_at >= "
                        + Sql.literal(quarters.last())
                        + "), "
                        + Sql.literal(lastEnd)
                        + ") AS last");
    }

    private static @Nullable Span span(Connection reader, String sql) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            Span span = null;
            while (row.next()) {
                Instant first = Sql.time(row, "first");
                Instant last = Sql.time(row, "last");
                span = first == null || last == null ? null : new Span(first, last);
            }
            return span;
        }
    }
}
