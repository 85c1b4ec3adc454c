package dev.tare.server.tables;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.rollup.Rollups;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the log with its last corrections from the tables, row by row. */
public final class TableLogNow implements LogNow {
    private static final int ROWS_AT_ONCE = 1_000;
    private static final String DOING = "The log can't be read";

    /** What a correction leaves as it is. */
    private static final Set<String> OF_THE_LOG =
            Set.of("id", "source", "created_at", "received_at", "user_id");

    private static final String COLUMNS =
            Arrays.stream(StoredRows.CHARGED_COLUMNS.split(", ", -1))
                    .map(column -> column.substring("l.".length()))
                    .map(TableLogNow::now)
                    .collect(Collectors.joining(", "));

    /**
     * What was before is in the correction before, or in the log. Where that row was let go, an
     * amount that was 0 can't be told from one that wasn't known; it counts as known.
     */
    private static final String BOOKED =
            """
            SELECT a.event_time, a.provider, a.operation, a.user_id, a.api_cost, a.credit_value,
                a.cost_change, a.credit_value_change,
                CASE WHEN a.place > 1 THEN a.last_cost IS NULL
                    ELSE l.id IS NOT NULL AND l.api_cost IS NULL END AS was_unpriced,
                CASE WHEN a.place > 1 THEN a.last_value IS NULL
                    ELSE l.id IS NOT NULL AND l.credit_value IS NULL END AS was_unvalued
            FROM (
                SELECT c.*, ROW_NUMBER() OVER one_event AS place,
                    LAG(c.api_cost) OVER one_event AS last_cost,
                    LAG(c.credit_value) OVER one_event AS last_value
                FROM api_cost_adjustments c
                WINDOW one_event AS (
                    PARTITION BY event_source, event_id, event_time ORDER BY number)
            ) a
            LEFT JOIN api_usage_logs l ON l.source = a.event_source AND l.id = a.event_id
                AND l.created_at = a.event_time
            WHERE a.batch = ?
            ORDER BY a.number
            """;

    private final Questions questions;
    private final Engine engine;

    /** Over the tables asked so. */
    public TableLogNow(Questions questions, Engine engine) {
        this.questions = questions;
        this.engine = engine;
    }

    private static String now(String column) {
        return OF_THE_LOG.contains(column)
                ? "l." + column
                : "CASE WHEN a.event_id IS NULL THEN l.%1$s ELSE a.%1$s END AS %1$s"
                        .formatted(column);
    }

    /** Reads a row. */
    private interface Reading {
        void row(ResultSet row) throws SQLException;
    }

    private void each(String sql, List<?> values, Reading reading) {
        Object _ =
                questions.read(
                        DOING,
                        connection -> {
                            each(connection, sql, values, reading);
                            return this;
                        });
    }

    private static void each(Connection connection, String sql, List<?> values, Reading reading)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            Sql.bind(statement, values.toArray());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reading.row(row);
                }
            }
        }
    }

    @Override
    public void eachQuarterHour(Instant from, Instant to, Counts counts) {
        String sql =
                "SELECT quarter_hour, CAST(SUM(requests) AS BIGINT) AS requests"
                        + " FROM usage_quarter_hours WHERE quarter_hour > "
                        + Sql.literal(from.minusSeconds(Rollups.QUARTER_HOUR_SECONDS))
                        + " AND quarter_hour < "
                        + Sql.literal(to)
                        + " GROUP BY quarter_hour ORDER BY quarter_hour";
        each(
                sql,
                List.of(),
                row -> counts.rows(Sql.requiredTime(row, "quarter_hour"), row.getLong("requests")));
    }

    @Override
    public void each(EventScope scope, Consumer<ChargedEvent> sink) {
        List<Object> values = new ArrayList<>();
        StringBuilder only = new StringBuilder();
        only(only, values, "l.provider", scope.provider());
        only(only, values, "l.operation", scope.operation());
        only(only, values, "COALESCE(l.model, '')", scope.model());
        // Bounds stand in the text: only so an engine leaves out whole blocks of rows by them.
        String sql =
                "SELECT * FROM (SELECT "
                        + COLUMNS
                        + " FROM api_usage_logs l "
                        + engine.lastCorrections(scope.from(), scope.to())
                        + " WHERE l.created_at >= "
                        + Sql.literal(scope.from())
                        + " AND l.created_at < "
                        + Sql.literal(scope.to())
                        + ") l WHERE TRUE"
                        + only
                        + " ORDER BY created_at, source, id";
        each(sql, values, row -> sink.accept(StoredRows.readCharged(row)));
    }

    @Override
    public void eachTold(EventScope scope, Consumer<ChargedEvent> sink) {
        List<Object> values = new ArrayList<>(List.of("client"));
        StringBuilder condition = new StringBuilder("l.pricing = ?");
        only(condition, values, "l.provider", scope.provider());
        only(condition, values, "l.operation", scope.operation());
        only(condition, values, "COALESCE(l.model, '')", scope.model());
        RowsNow rows = new RowsNow(scope.from(), scope.to(), condition.toString(), values, "");
        each(rows.sql(), rows.values(), row -> sink.accept(StoredRows.readCharged(row)));
    }

    private static void only(
            StringBuilder sql, List<Object> values, String column, @Nullable String value) {
        if (value != null) {
            sql.append(" AND ").append(column).append(" = ?");
            values.add(value);
        }
    }

    @Override
    public long booked(String batch) {
        long[] count = new long[1];
        each(
                "SELECT COUNT(*) AS booked FROM api_cost_adjustments WHERE batch = ?",
                List.of(batch),
                row -> count[0] = row.getLong("booked"));
        return count[0];
    }

    @Override
    public void eachBooked(String batch, Consumer<Change> sink) {
        each(BOOKED, List.of(batch), row -> sink.accept(change(row)));
    }

    private static Change change(ResultSet row) throws SQLException {
        BigDecimal cost = row.getBigDecimal("api_cost");
        BigDecimal value = row.getBigDecimal("credit_value");
        return new Change(
                Sql.requiredTime(row, "event_time"),
                Sql.required(row, "provider"),
                Sql.required(row, "operation"),
                Sql.required(row, "user_id"),
                row.getBoolean("was_unpriced")
                        ? null
                        : before(cost, row.getBigDecimal("cost_change")),
                cost,
                row.getBoolean("was_unvalued")
                        ? null
                        : before(value, row.getBigDecimal("credit_value_change")),
                value);
    }

    private static @Nullable BigDecimal before(
            @Nullable BigDecimal after, @Nullable BigDecimal change) {
        if (change == null) {
            return after;
        }
        return after == null ? change.negate() : after.subtract(change);
    }
}
