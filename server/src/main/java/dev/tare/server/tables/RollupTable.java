package dev.tare.server.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables beside the log that are added to with every batch: what was charged, and, each in a
 * table of the same form, what corrections changed.
 */
public enum RollupTable {
    DAYS("api_cost_summaries", "day", true, false, true),
    DAY_QUANTITIES("api_cost_summary_quantities", "day", true, true, true),
    QUARTER_HOURS("usage_quarter_hours", "quarter_hour", true, false, true),
    QUARTER_HOUR_QUANTITIES("usage_quarter_hour_quantities", "quarter_hour", true, true, true),
    USER_DAYS("usage_user_days", "day", false, false, true),
    DAY_ADJUSTMENTS("api_cost_summary_adjustments", "day", true, false, false),
    DAY_QUANTITY_ADJUSTMENTS("api_cost_summary_quantity_adjustments", "day", true, true, false),
    QUARTER_HOUR_ADJUSTMENTS("usage_quarter_hour_adjustments", "quarter_hour", true, false, false),
    QUARTER_HOUR_QUANTITY_ADJUSTMENTS(
            "usage_quarter_hour_quantity_adjustments", "quarter_hour", true, true, false),
    USER_DAY_ADJUSTMENTS("usage_user_day_adjustments", "day", false, false, false);

    /** What an event is summed by besides time, as columns. */
    static final List<String> DIMENSIONS =
            List.of("provider", "operation", "model", "plan", "status");

    private final String table;
    private final String time;
    private final boolean dimensions;
    private final boolean quantities;
    private final boolean charged;

    RollupTable(
            String table, String time, boolean dimensions, boolean quantities, boolean charged) {
        this.table = table;
        this.time = time;
        this.dimensions = dimensions;
        this.quantities = quantities;
        this.charged = charged;
    }

    /** Whether it sums up what was charged; else it holds what corrections change of that. */
    public boolean isCharged() {
        return charged;
    }

    /** The table of what corrections change of this one. */
    RollupTable adjustments() {
        return switch (this) {
            case DAYS -> DAY_ADJUSTMENTS;
            case DAY_QUANTITIES -> DAY_QUANTITY_ADJUSTMENTS;
            case QUARTER_HOURS -> QUARTER_HOUR_ADJUSTMENTS;
            case QUARTER_HOUR_QUANTITIES -> QUARTER_HOUR_QUANTITY_ADJUSTMENTS;
            case USER_DAYS -> USER_DAY_ADJUSTMENTS;
            default -> throw new IllegalArgumentException(table + " holds corrections itself");
        };
    }

    public String table() {
        return table;
    }

    /** The column of its time. */
    public String time() {
        return time;
    }

    /** Whether it holds quantities by unit, not sums. */
    public boolean holdsQuantities() {
        return quantities;
    }

    /** The columns that name a group. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>(List.of(time));
        keys.addAll(dimensions ? DIMENSIONS : List.of("user_id"));
        if (quantities) {
            keys.add("unit");
        }
        return keys;
    }

    /** The columns that are summed. */
    public List<String> summed() {
        return quantities
                ? List.of("quantity")
                : Arrays.stream(SumColumn.values()).map(SumColumn::text).toList();
    }

    /** Whether its time is a day of the workspace's zone. */
    public boolean isDaily() {
        return time.equals("day");
    }

    /**
     * The log, or its corrections, summed up as this table should be, with its columns.
     *
     * @param day the expression of a row's day
     */
    public String overRows(Engine engine, String day) {
        if (charged) {
            return overLog(engine, day, LogSource.CHARGED.rows());
        }
        String summed =
                summed().stream()
                        .map(column -> "SUM(" + column + ") AS " + column)
                        .collect(Collectors.joining(", "));
        String all =
                LogSource.CORRECTED.stream()
                        .map(source -> over(source, source.rows(), engine, day))
                        .collect(Collectors.joining(" UNION ALL "));
        String keys = String.join(", ", keys());
        return "SELECT " + keys + ", " + summed + " FROM (" + all + ") x GROUP BY " + keys;
    }

    /**
     * A part of the log summed up as this table should be, which holds what was charged.
     *
     * @param day the expression of a row's day
     * @param rows a table of the log's form
     */
    public String overLog(Engine engine, String day, String rows) {
        return over(LogSource.CHARGED, rows, engine, day);
    }

    private String over(LogSource source, String rows, Engine engine, String day) {
        String subject =
                dimensions
                        ? "provider, operation, COALESCE(model, '') AS model, plan, status"
                        : "user_id";
        String columns =
                quantities ? source.quantity() + " AS quantity" : SumColumn.list(source::sum);
        String start = (isDaily() ? day : engine.quarterHour("created_at")) + " AS " + time;
        return "SELECT "
                + start
                + ", "
                + subject
                + ", "
                + (quantities ? "unit, " : "")
                + columns
                + " FROM "
                + (quantities ? engine.quantityRows(rows) : source.from(rows))
                + " GROUP BY "
                + Sql.ordinals(keys().size());
    }

    /**
     * Adds rows to the table, group by group.
     *
     * @param rows a query or a table with this table's columns in their order
     */
    public String merge(String rows) {
        String added =
                summed().stream()
                        .map(column ->
                                column + " = " + table + "." + column + " + excluded." + column)
                        .collect(Collectors.joining(", "));
        return "INSERT INTO "
                + table
                + " "
                + rows
                + " ON CONFLICT ("
                + String.join(", ", keys())
                + ") DO UPDATE SET "
                + added;
    }
}
