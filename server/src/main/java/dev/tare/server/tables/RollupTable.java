package dev.tare.server.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The tables beside the log that are added to with every batch. */
public enum RollupTable {
    DAYS("api_cost_summaries", "day", true, false),
    DAY_QUANTITIES("api_cost_summary_quantities", "day", true, true),
    QUARTER_HOURS("usage_quarter_hours", "quarter_hour", true, false),
    QUARTER_HOUR_QUANTITIES("usage_quarter_hour_quantities", "quarter_hour", true, true),
    USER_DAYS("usage_user_days", "day", false, false);

    /** What an event is summed by besides time, as columns. */
    static final List<String> DIMENSIONS =
            List.of("provider", "operation", "model", "plan", "status");

    private final String table;
    private final String time;
    private final boolean dimensions;
    private final boolean quantities;

    RollupTable(String table, String time, boolean dimensions, boolean quantities) {
        this.table = table;
        this.time = time;
        this.dimensions = dimensions;
        this.quantities = quantities;
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
     * The log summed up as this table should be, with its columns.
     *
     * @param day the expression of a row's day
     */
    public String overRows(Engine engine, String day) {
        String subject =
                dimensions
                        ? "provider, operation, COALESCE(model, '') AS model, plan, status"
                        : "user_id";
        String columns =
                quantities
                        ? "unit, SUM(quantity) AS quantity"
                        : SumColumn.list(SumColumn::overRows);
        String from = quantities ? engine.quantityRows() : "api_usage_logs";
        String start = (isDaily() ? day : engine.quarterHour("created_at")) + " AS " + time;
        return "SELECT "
                + start
                + ", "
                + subject
                + ", "
                + columns
                + " FROM "
                + from
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
