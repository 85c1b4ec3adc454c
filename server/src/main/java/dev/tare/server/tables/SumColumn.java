package dev.tare.server.tables;

import dev.tare.core.rollup.Sums;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of {@link Sums} in every rollup table, in their order there, and how each is summed
 * from rows of the log.
 */
public enum SumColumn {
    REQUESTS("COUNT(*)", Sums::requests),
    COMPLETE_REQUESTS(
            "COUNT(*) FILTER (WHERE api_cost IS NOT NULL AND credit_value IS NOT NULL)",
            Sums::completeRequests),
    UNPRICED_REQUESTS("COUNT(*) FILTER (WHERE api_cost IS NULL)", Sums::unpricedRequests),
    UNVALUED_REQUESTS("COUNT(*) FILTER (WHERE credit_value IS NULL)", Sums::unvaluedRequests),
    FAILED_REQUESTS("COUNT(*) FILTER (WHERE status <> 'success')", Sums::failedRequests),
    ESTIMATED_REQUESTS("COUNT(*) FILTER (WHERE estimated)", Sums::estimatedRequests),
    TOTAL_COST("COALESCE(SUM(api_cost), 0)", Sums::apiCost),
    TOTAL_REVENUE("COALESCE(SUM(credit_value), 0)", Sums::revenue),
    GROSS_PROFIT("COALESCE(SUM(credit_value - api_cost), 0)", Sums::grossProfit),
    UNVALUED_COST(
            "COALESCE(SUM(api_cost) FILTER (WHERE credit_value IS NULL), 0)", Sums::unvaluedCost),
    UNPRICED_REVENUE(
            "COALESCE(SUM(credit_value) FILTER (WHERE api_cost IS NULL), 0)",
            Sums::unpricedRevenue),
    FAILED_COST("COALESCE(SUM(api_cost) FILTER (WHERE status <> 'success'), 0)", Sums::failedCost),
    ESTIMATED_COST("COALESCE(SUM(api_cost) FILTER (WHERE estimated), 0)", Sums::estimatedCost),
    // Rows of the log are as charged: these come from corrections alone.
    COST_ADJUSTMENT("0", Sums::costAdjustment),
    REVENUE_ADJUSTMENT("0", Sums::revenueAdjustment),
    CREDITS("COALESCE(SUM(credits), 0)", Sums::credits),
    PROCESSING_TIME_MS("COALESCE(SUM(processing_time_ms), 0)", Sums::processingTimeMs),
    TIMED_REQUESTS("COUNT(processing_time_ms)", Sums::timedRequests);

    private final String overRows;
    private final Function<Sums, Number> value;

    SumColumn(String overRows, Function<Sums, Number> value) {
        this.overRows = overRows;
        this.value = value;
    }

    /** The column's name. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The sum over rows of the log, typed like the column. */
    public String overRows() {
        return overRows(false, false);
    }

    /**
     * The same over rows that may be corrections.
     *
     * @param correction whether cost and revenue of the rows are what a correction comes to
     * @param away whether they are to be taken away
     */
    String overRows(boolean correction, boolean away) {
        String sum =
                switch (this) {
                    case COST_ADJUSTMENT -> correction ? TOTAL_COST.overRows : overRows;
                    case REVENUE_ADJUSTMENT -> correction ? TOTAL_REVENUE.overRows : overRows;
                    default -> overRows;
                };
        return "CAST(" + (away ? "-" : "") + sum + " AS " + type() + ") AS " + text();
    }

    /** The sum over rows of a rollup table, typed like the column. */
    public String overRollup() {
        return "CAST(COALESCE(SUM(" + text() + "), 0) AS " + type() + ") AS " + text();
    }

    /**
     * The same over a table of what was charged, which is known to hold no corrections, and a part
     * of the cost or the revenue only where it counts calls of that kind. Most rows have none:
     * adding up their zeros would take as long as all the rest.
     */
    String overCharged() {
        SumColumn calls = calls();
        String sum =
                switch (this) {
                    case COST_ADJUSTMENT, REVENUE_ADJUSTMENT -> "0";
                    default ->
                            "COALESCE(SUM("
                                    + text()
                                    + ")"
                                    + (calls == null
                                            ? ""
                                            : " FILTER (WHERE " + calls.text() + " <> 0)")
                                    + ", 0)";
                };
        return "CAST(" + sum + " AS " + type() + ") AS " + text();
    }

    /** The count of the calls whose part this is; {@code null}: it is no part. */
    private @Nullable SumColumn calls() {
        return switch (this) {
            case UNVALUED_COST -> UNVALUED_REQUESTS;
            case UNPRICED_REVENUE -> UNPRICED_REQUESTS;
            case FAILED_COST -> FAILED_REQUESTS;
            case ESTIMATED_COST -> ESTIMATED_REQUESTS;
            default -> null;
        };
    }

    /** The value: a {@code Long} for a count, else a {@code BigDecimal}. */
    Number of(Sums sums) {
        return value.apply(sums);
    }

    private String type() {
        return isCount() ? "BIGINT" : "DECIMAL(38, 9)";
    }

    /** Whether it counts; else it is an amount. */
    public boolean isCount() {
        return of(Sums.ZERO) instanceof Long;
    }

    /** Every column with {@code form}, separated by commas. */
    public static String list(Function<SumColumn, String> form) {
        return Arrays.stream(values()).map(form).collect(Collectors.joining(", "));
    }

    /** The sums in a row of a result that names these columns. */
    public static Sums read(ResultSet row) throws SQLException {
        Map<SumColumn, Long> counts = new EnumMap<>(SumColumn.class);
        Map<SumColumn, BigDecimal> amounts = new EnumMap<>(SumColumn.class);
        for (SumColumn column : values()) {
            if (column.isCount()) {
                counts.put(column, row.getLong(column.text()));
            } else {
                amounts.put(column, row.getBigDecimal(column.text()));
            }
        }
        return new Sums(
                counts.getOrDefault(REQUESTS, 0L),
                counts.getOrDefault(COMPLETE_REQUESTS, 0L),
                counts.getOrDefault(UNPRICED_REQUESTS, 0L),
                counts.getOrDefault(UNVALUED_REQUESTS, 0L),
                counts.getOrDefault(FAILED_REQUESTS, 0L),
                counts.getOrDefault(ESTIMATED_REQUESTS, 0L),
                amounts.getOrDefault(TOTAL_COST, BigDecimal.ZERO),
                amounts.getOrDefault(TOTAL_REVENUE, BigDecimal.ZERO),
                amounts.getOrDefault(GROSS_PROFIT, BigDecimal.ZERO),
                amounts.getOrDefault(UNVALUED_COST, BigDecimal.ZERO),
                amounts.getOrDefault(UNPRICED_REVENUE, BigDecimal.ZERO),
                amounts.getOrDefault(FAILED_COST, BigDecimal.ZERO),
                amounts.getOrDefault(ESTIMATED_COST, BigDecimal.ZERO),
                amounts.getOrDefault(COST_ADJUSTMENT, BigDecimal.ZERO),
                amounts.getOrDefault(REVENUE_ADJUSTMENT, BigDecimal.ZERO),
                amounts.getOrDefault(CREDITS, BigDecimal.ZERO),
                counts.getOrDefault(PROCESSING_TIME_MS, 0L),
                counts.getOrDefault(TIMED_REQUESTS, 0L));
    }
}
