package dev.tare.server.tables;

import dev.tare.core.rollup.Dimensions;
import dev.tare.core.rollup.Rollups;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Adds what a batch sums up to the rollup tables, within the writer's transaction. */
public final class RollupRows {
    private static final int SCALE = 9;

    /** Where a row is put together. */
    private interface Appending {
        void to(RowSink sink) throws SQLException;
    }

    private final Connection connection;
    private final Engine engine;

    /** On that connection, within its transaction. */
    public RollupRows(Connection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    /** Adds sums of what was charged. */
    public void add(Rollups rollups) throws SQLException {
        add(rollups, UnaryOperator.identity());
    }

    /** Adds sums of corrections. */
    void addAdjustments(Rollups rollups) throws SQLException {
        add(rollups, RollupTable::adjustments);
    }

    private void add(Rollups rollups, UnaryOperator<RollupTable> table) throws SQLException {
        addDays(rollups, table);
        addQuarterHours(rollups, table);
        addUserDays(rollups, table);
    }

    private void addDays(Rollups rollups, UnaryOperator<RollupTable> table) throws SQLException {
        add(
                table.apply(RollupTable.DAYS),
                sink -> {
                    for (Map.Entry<Rollups.Day, Totals> entry : rollups.days().entrySet()) {
                        sink.day(entry.getKey().day());
                        append(sink, entry.getKey().dimensions());
                        append(sink, entry.getValue().sums());
                    }
                });
        add(
                table.apply(RollupTable.DAY_QUANTITIES),
                sink -> {
                    for (Map.Entry<Rollups.Day, Totals> entry : rollups.days().entrySet()) {
                        Rollups.Day key = entry.getKey();
                        for (var quantity : entry.getValue().quantities().entrySet()) {
                            sink.day(key.day());
                            append(sink, key.dimensions());
                            append(sink, quantity);
                        }
                    }
                });
    }

    private void addQuarterHours(Rollups rollups, UnaryOperator<RollupTable> table)
            throws SQLException {
        add(
                table.apply(RollupTable.QUARTER_HOURS),
                sink -> {
                    for (Map.Entry<Rollups.QuarterHour, Totals> entry :
                            rollups.quarterHours().entrySet()) {
                        sink.time(entry.getKey().start());
                        append(sink, entry.getKey().dimensions());
                        append(sink, entry.getValue().sums());
                    }
                });
        add(
                table.apply(RollupTable.QUARTER_HOUR_QUANTITIES),
                sink -> {
                    for (Map.Entry<Rollups.QuarterHour, Totals> entry :
                            rollups.quarterHours().entrySet()) {
                        Rollups.QuarterHour key = entry.getKey();
                        for (var quantity : entry.getValue().quantities().entrySet()) {
                            sink.time(key.start());
                            append(sink, key.dimensions());
                            append(sink, quantity);
                        }
                    }
                });
    }

    private void addUserDays(Rollups rollups, UnaryOperator<RollupTable> table)
            throws SQLException {
        add(
                table.apply(RollupTable.USER_DAYS),
                sink -> {
                    for (Map.Entry<Rollups.UserDay, Sums> entry : rollups.userDays().entrySet()) {
                        sink.day(entry.getKey().day()).text(entry.getKey().userId());
                        append(sink, entry.getValue());
                    }
                });
    }

    private void add(RollupTable table, Appending rows) throws SQLException {
        try (RowSink sink = engine.merge(connection, table)) {
            rows.to(sink);
            sink.flush();
        }
    }

    private static void append(RowSink sink, Dimensions dimensions) throws SQLException {
        sink.text(dimensions.provider())
                .text(dimensions.operation())
                .text(dimensions.model())
                .text(dimensions.plan())
                .text(dimensions.status());
    }

    private static void append(RowSink sink, Sums sums) throws SQLException {
        for (SumColumn column : SumColumn.values()) {
            Number value = column.of(sums);
            if (value instanceof BigDecimal amount) {
                sink.amount(amount, SCALE);
            } else {
                sink.number(value.longValue());
            }
        }
        sink.endRow();
    }

    private static void append(RowSink sink, Map.Entry<String, BigDecimal> quantity)
            throws SQLException {
        sink.text(quantity.getKey()).amount(quantity.getValue(), SCALE).endRow();
    }
}
