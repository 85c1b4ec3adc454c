package dev.tare.server.tables;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.event.EventStatus;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls without a price: rows of the log that nothing corrects, and corrected events by their last
 * correction.
 */
public final class TableUnpriced implements UnpricedUsage {
    private static final String DOING = "Calls without a price can't be looked for";

    /** What a group is alike in; {@code units} is the quantities' text without its numbers. */
    private static final String KEYS = "provider, operation, model, status, units";

    private final Questions questions;
    private final Engine engine;

    /** Over the tables of that engine. */
    public TableUnpriced(Questions questions, Engine engine) {
        this.questions = questions;
        this.engine = engine;
    }

    private record Key(
            String provider,
            String operation,
            @Nullable String model,
            String status,
            String units) {
        static Key of(ResultSet row) throws SQLException {
            return new Key(
                    Sql.required(row, "provider"),
                    Sql.required(row, "operation"),
                    row.getString("model"),
                    Sql.required(row, "status"),
                    Sql.required(row, "units"));
        }
    }

    @Override
    public Found find(Instant from, Instant to, int groupsMax) {
        String rows = rows(from, to);
        String largest = largest(rows, groupsMax);
        return questions.read(
                DOING,
                reader -> {
                    Map<Key, SortedMap<String, BigDecimal>> used = used(reader, rows, largest);
                    return found(reader, largest, used);
                });
    }

    private static Found found(
            Connection reader, String largest, Map<Key, SortedMap<String, BigDecimal>> used)
            throws SQLException {
        List<Group> groups = new ArrayList<>();
        long allGroups = 0;
        long allCalls = 0;
        try (PreparedStatement statement = reader.prepareStatement(largest);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Key key = Key.of(row);
                groups.add(group(row, key, used.getOrDefault(key, new TreeMap<>())));
                allGroups = row.getLong("all_groups");
                allCalls = row.getLong("all_calls");
            }
        }
        long calls = groups.stream().mapToLong(Group::calls).sum();
        return new Found(groups, allGroups - groups.size(), allCalls - calls);
    }

    private static Group group(ResultSet row, Key key, SortedMap<String, BigDecimal> used)
            throws SQLException {
        return new Group(
                key.provider(),
                key.operation(),
                key.model(),
                Objects.requireNonNull(EventStatus.of(key.status())),
                row.getLong("calls"),
                used,
                Sql.requiredTime(row, "first_time"),
                Sql.requiredTime(row, "last_time"),
                Stream.of(row.getString("one_told"), row.getString("another_told"))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
    }

    /** The rows asked for. Bounds stand in the text: an engine leaves out whole blocks by them. */
    private static String rows(Instant from, Instant to) {
        String first = Sql.literal(from);
        String end = Sql.literal(to);
        return """
        (SELECT *, REGEXP_REPLACE(CAST(quantities AS TEXT), ':"[^"]*"', '', 'g') AS units FROM (
            SELECT l.provider, l.operation, l.model, l.status, l.created_at, l.quantities,
                l.metadata
            FROM api_usage_logs l
            WHERE l.pricing = 'unpriced' AND l.created_at >= %1$s AND l.created_at < %2$s
                AND NOT EXISTS (
                    SELECT 1 FROM api_cost_adjustments c
                    WHERE c.event_id = l.id AND c.event_source = l.source
                        AND c.event_time = l.created_at
                        AND c.event_time >= %1$s AND c.event_time < %2$s)
            UNION ALL
            SELECT provider, operation, model, status, event_time AS created_at, quantities,
                metadata
            %3$s AND pricing = 'unpriced') asked)\
        """
                .formatted(first, end, LastCorrections.between(from, to));
    }

    private static String largest(String rows, int groupsMax) {
        return """
        SELECT *, COUNT(*) OVER () AS all_groups,
            CAST(SUM(calls) OVER () AS BIGINT) AS all_calls
        FROM (
            SELECT %1$s, COUNT(*) AS calls, MIN(created_at) AS first_time,
                MAX(created_at) AS last_time, MIN(CAST(metadata AS TEXT)) AS one_told,
                MAX(CAST(metadata AS TEXT)) AS another_told
            FROM %2$s unpriced GROUP BY %1$s) grouped
        ORDER BY calls DESC, %1$s LIMIT %3$d
        """
                .formatted(KEYS, rows, groupsMax);
    }

    /** What each of these groups used, by unit. */
    private Map<Key, SortedMap<String, BigDecimal>> used(
            Connection reader, String rows, String largest) throws SQLException {
        String sql =
                """
                SELECT g.provider, g.operation, g.model, g.status, g.units, u.unit,
                    SUM(u.quantity) AS quantity
                FROM (SELECT * FROM %1$s) u
                JOIN (%2$s) g ON g.provider = u.provider AND g.operation = u.operation
                    AND g.model IS NOT DISTINCT FROM u.model AND g.status = u.status
                    AND g.units = u.units
                GROUP BY g.provider, g.operation, g.model, g.status, g.units, u.unit
                """
                        .formatted(engine.quantityRows(rows), largest);
        Map<Key, SortedMap<String, BigDecimal>> used = new HashMap<>();
        try (PreparedStatement statement = reader.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                used.computeIfAbsent(Key.of(row), _ -> new TreeMap<>())
                        .put(
                                Sql.required(row, "unit"),
                                row.getBigDecimal("quantity").stripTrailingZeros());
            }
        }
        return used;
    }
}
