package dev.tare.bench.database;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Engine;
import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.RowSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;

/** The SQL that sums up rows of the log's form, days cut in UTC. */
final class OverLog implements Engine {
    /** Adds the rows of a table to a rollup. */
    static String sums(RollupTable rollup, String rows) {
        String day = "CAST(created_at AT TIME ZONE 'UTC' AS DATE)";
        return rollup.merge(
                rollup.overRows(new OverLog(), day).replace("FROM api_usage_logs", "FROM " + rows));
    }

    @Override
    public String quarterHour(String column) {
        return "DATE_BIN('15 minutes', " + column + ", TIMESTAMPTZ '1900-01-01T00:00:00Z')";
    }

    @Override
    public String quantityRows(String rows) {
        return "(SELECT l.*, part.key AS unit, CAST(part.value AS NUMERIC(38, 9)) AS quantity"
                + " FROM "
                + rows
                + " l, JSON_EACH_TEXT(l.quantities) part) x";
    }

    @Override
    public String day(String column, ZoneId zone, Instant first, Instant last) {
        throw new UnsupportedOperationException("Days are given.");
    }

    @Override
    public long letGo(Connection connection, Instant before) {
        throw new UnsupportedOperationException("All rows stay.");
    }

    @Override
    public RowSink append(Connection connection, String table) {
        throw new UnsupportedOperationException("Rows are copied.");
    }

    @Override
    public RowSink merge(Connection connection, RollupTable table) {
        throw new UnsupportedOperationException("Sums are made by SQL.");
    }

    @Override
    public StoreUnavailable unavailable(String doing, SQLException failure) {
        return new StoreUnavailable(doing, failure);
    }
}
