package dev.tare.server.duckdb;

import dev.tare.core.rollup.Dimensions;
import dev.tare.core.rollup.Rollups;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Adds what a batch sums up to the rollup tables, within the writer's transaction. */
final class RollupRows {
    private static final int SCALE = 9;

    /** Where a row is put together. */
    private interface Appending {
        void to(DuckDBAppender appender) throws SQLException;
    }

    private final DuckDBConnection connection;

    RollupRows(DuckDBConnection connection) {
        this.connection = connection;
    }

    void add(Rollups rollups) throws SQLException {
        addDays(rollups);
        addQuarterHours(rollups);
        addUserDays(rollups);
    }

    private void addDays(Rollups rollups) throws SQLException {
        add(
                RollupTable.DAYS,
                appender -> {
                    for (Map.Entry<Rollups.Day, Totals> entry : rollups.days().entrySet()) {
                        appender.beginRow().append(entry.getKey().day());
                        append(appender, entry.getKey().dimensions());
                        append(appender, entry.getValue().sums());
                    }
                });
        add(
                RollupTable.DAY_QUANTITIES,
                appender -> {
                    for (Map.Entry<Rollups.Day, Totals> entry : rollups.days().entrySet()) {
                        Rollups.Day key = entry.getKey();
                        for (var quantity : entry.getValue().quantities().entrySet()) {
                            appender.beginRow().append(key.day());
                            append(appender, key.dimensions());
                            append(appender, quantity);
                        }
                    }
                });
    }

    private void addQuarterHours(Rollups rollups) throws SQLException {
        add(
                RollupTable.QUARTER_HOURS,
                appender -> {
                    for (Map.Entry<Rollups.QuarterHour, Totals> entry :
                            rollups.quarterHours().entrySet()) {
                        Sql.append(appender.beginRow(), entry.getKey().start());
                        append(appender, entry.getKey().dimensions());
                        append(appender, entry.getValue().sums());
                    }
                });
        add(
                RollupTable.QUARTER_HOUR_QUANTITIES,
                appender -> {
                    for (Map.Entry<Rollups.QuarterHour, Totals> entry :
                            rollups.quarterHours().entrySet()) {
                        Rollups.QuarterHour key = entry.getKey();
                        for (var quantity : entry.getValue().quantities().entrySet()) {
                            Sql.append(appender.beginRow(), key.start());
                            append(appender, key.dimensions());
                            append(appender, quantity);
                        }
                    }
                });
    }

    private void addUserDays(Rollups rollups) throws SQLException {
        add(
                RollupTable.USER_DAYS,
                appender -> {
                    for (Map.Entry<Rollups.UserDay, Sums> entry : rollups.userDays().entrySet()) {
                        appender.beginRow()
                                .append(entry.getKey().day())
                                .append(entry.getKey().userId());
                        append(appender, entry.getValue());
                    }
                });
    }

    private void add(RollupTable table, Appending rows) throws SQLException {
        Sql.execute(connection, table.createStage());
        try (DuckDBAppender appender = connection.createAppender("temp", "main", table.stage())) {
            rows.to(appender);
            appender.flush();
        }
        Sql.execute(connection, table.merge());
    }

    private static void append(DuckDBAppender appender, Dimensions dimensions) throws SQLException {
        appender.append(dimensions.provider())
                .append(dimensions.operation())
                .append(dimensions.model())
                .append(dimensions.plan())
                .append(dimensions.status());
    }

    private static void append(DuckDBAppender appender, Sums sums) throws SQLException {
        for (SumColumn column : SumColumn.values()) {
            Number value = column.of(sums);
            if (value instanceof BigDecimal amount) {
                Sql.append(appender, amount, SCALE);
            } else {
                appender.append(value.longValue());
            }
        }
        appender.endRow();
    }

    private static void append(DuckDBAppender appender, Map.Entry<String, BigDecimal> quantity)
            throws SQLException {
        appender.append(quantity.getKey());
        Sql.append(appender, quantity.getValue(), SCALE);
        appender.endRow();
    }
}
