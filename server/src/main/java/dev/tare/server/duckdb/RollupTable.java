package dev.tare.server.duckdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The tables beside the log that are added to with every batch. */
enum RollupTable {
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

    String table() {
        return table;
    }

    /** The column of its time. */
    String time() {
        return time;
    }

    /** Whether it holds quantities by unit, not sums. */
    boolean holdsQuantities() {
        return quantities;
    }

    /** The columns that name a group. */
    List<String> keys() {
        List<String> keys = new ArrayList<>(List.of(time));
        keys.addAll(dimensions ? DIMENSIONS : List.of("user_id"));
        if (quantities) {
            keys.add("unit");
        }
        return keys;
    }

    /** The columns that are summed. */
    List<String> summed() {
        return quantities
                ? List.of("quantity")
                : Arrays.stream(SumColumn.values()).map(SumColumn::text).toList();
    }

    /** Whether its time is a day of the workspace's zone. */
    boolean isDaily() {
        return time.equals("day");
    }

    /**
     * The log summed up as this table should be, with its columns.
     *
     * @param day the expression of a row's day
     */
    String overRows(String day) {
        String quarterHour = "make_timestamptz(epoch_us(created_at) // 900000000 * 900000000)";
        String subject =
                dimensions
                        ? "provider, operation, COALESCE(model, '') AS model, plan, status"
                        : "user_id";
        String columns =
                quantities
                        ? "unit, SUM(quantity) AS quantity"
                        : SumColumn.list(SumColumn::overRows);
        String from = quantities ? SumsSource.ROWS.quantities() : "api_usage_logs";
        String start = (isDaily() ? day : quarterHour) + " AS " + time;
        return "SELECT "
                + start
                + ", "
                + subject
                + ", "
                + columns
                + " FROM "
                + from
                + " GROUP BY ALL";
    }

    /** The table in which a batch's part waits to be added; it lives in memory. */
    String stage() {
        return "stage_" + table;
    }

    /** Makes the stage anew. Emptying it instead would keep the old rows' memory. */
    String createStage() {
        return "CREATE OR REPLACE TEMP TABLE " + stage() + " AS FROM " + table + " LIMIT 0";
    }

    /** Adds what is on the stage to the table. */
    String merge() {
        String added =
                summed().stream()
                        .map(column ->
                                column + " = " + table + "." + column + " + excluded." + column)
                        .collect(Collectors.joining(", "));
        return "INSERT INTO "
                + table
                + " SELECT * FROM "
                + stage()
                + " ON CONFLICT ("
                + String.join(", ", keys())
                + ") DO UPDATE SET "
                + added;
    }
}
