package dev.tare.server.postgres;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Engine;
import dev.tare.server.tables.LocalDays;
import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.RowSink;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** This database's way with the tables. */
class PostgresEngine implements Engine {
    /** For those who only read. */
    static final PostgresEngine READING = new PostgresEngine();

    /** Named, so that a column somebody adds is left alone. */
    private static final Map<String, List<String>> COLUMNS =
            Scripts.relations().stream()
                    .filter(relation -> !relation.columns().isEmpty())
                    .collect(
                            Collectors.toMap(Scripts.Relation::name, Scripts.Relation::allColumns));

    private static final Set<String> APPENDED =
            Set.of(
                    "api_cost_config",
                    "api_plan_config",
                    "api_credit_config",
                    "api_cost_terms",
                    "usage_quarantine",
                    "api_cost_adjustments");

    @Override
    public final String quarterHour(String column) {
        return "DATE_BIN('15 minutes', " + column + ", TIMESTAMPTZ '1900-01-01T00:00:00Z')";
    }

    @Override
    public final String day(String column, ZoneId zone, Instant first, Instant last) {
        String offset =
                LocalDays.offset(zone, first, last, time -> column + " < " + Sql.literal(time));
        return "CAST(("
                + column
                + " AT TIME ZONE 'UTC') + MAKE_INTERVAL(secs => "
                + offset
                + ") AS DATE)";
    }

    /**
     * Day by day: by a span of days alone the key leads to the rows of everybody in it. Of 1.8
     * million user days one user's year takes 5 ms so, and else 275 ms.
     */
    @Override
    public final String daysOfFew(RollupTable table) {
        String of = "(day) FROM " + table.table() + " WHERE day ";
        return "day = ANY (ARRAY(SELECT CAST(d AS DATE) FROM GENERATE_SERIES("
                + "CAST((SELECT MIN"
                + of
                + ">= ?) AS TIMESTAMP), CAST((SELECT MAX"
                + of
                + "< ?) AS TIMESTAMP), INTERVAL '1 day') d))";
    }

    @Override
    public final String quantityRows(String rows) {
        return "(SELECT l.*, part.key AS unit, CAST(part.value AS NUMERIC(38, 9)) AS quantity"
                + " FROM "
                + rows
                + " l, JSON_EACH_TEXT(l.quantities) part) x";
    }

    /**
     * Event by event, by the index of their identities: by their times all corrections would be
     * gone through. (Added to nothing, the number is no reason to go by the index of numbers.)
     */
    @Override
    public final String lastCorrections(Instant from, Instant to) {
        return """
        LEFT JOIN LATERAL (
            SELECT * FROM api_cost_adjustments c
            WHERE c.event_id = l.id AND c.event_source = l.source AND c.event_time = l.created_at
            ORDER BY c.number + 0 DESC LIMIT 1
        ) a ON TRUE
        """;
    }

    /** By a function of the ledger's: the role that records need not have the right itself. */
    @Override
    public final long letGo(Connection connection, Instant before) throws SQLException {
        return Long.parseLong(
                Objects.requireNonNull(Sql.value(connection, "SELECT tare_let_go(?)", before)));
    }

    /** Where rows of that table are copied to. */
    Destination destination(Connection connection, String table, String columns)
            throws SQLException {
        return Destination.direct(table, columns);
    }

    @Override
    public RowSink append(Connection connection, String table) throws SQLException {
        List<String> columns = COLUMNS.get(table);
        if (columns == null || !APPENDED.contains(table)) {
            throw new IllegalArgumentException("Rows of " + table + " are written elsewhere");
        }
        String named = " (" + String.join(", ", columns) + ")";
        return new CopiedRows(connection, destination(connection, table, named), columns.size());
    }

    @Override
    public final RowSink merge(Connection connection, RollupTable table) throws SQLException {
        return new MergedRows(connection, table);
    }

    @Override
    public final StoreUnavailable unavailable(String doing, SQLException failure) {
        return Failures.unavailable(doing, failure);
    }
}
