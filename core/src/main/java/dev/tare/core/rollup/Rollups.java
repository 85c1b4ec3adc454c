package dev.tare.core.rollup;

import dev.tare.core.pricing.PricedEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What one batch adds to each rollup. Stores write it in the transaction of the rows themselves.
 *
 * @param quarterHours by UTC quarter hour: serves every time zone, since each is a multiple of 15
 *     minutes off UTC
 * @param days by day in the workspace's zone
 * @param userDays by user and day in the workspace's zone
 */
public record Rollups(
        Map<QuarterHour, Totals> quarterHours, Map<Day, Totals> days, Map<UserDay, Sums> userDays) {
    /** Seconds of a quarter hour. */
    public static final long QUARTER_HOUR_SECONDS = 900;

    /** A key of {@code usage_quarter_hours}; {@code start} is a UTC instant. */
    public record QuarterHour(Instant start, Dimensions dimensions) {}

    /** A key of {@code api_cost_summaries}. */
    public record Day(LocalDate day, Dimensions dimensions) {}

    /** A key of {@code usage_user_days}. */
    public record UserDay(LocalDate day, String userId) {}

    /** Sums up rows; {@code zone} is the workspace's. */
    public static Rollups of(List<PricedEvent> rows, ZoneId zone) {
        RollupSums sums = new RollupSums(zone);
        sums.add(rows);
        return sums.rollups();
    }

    /** The UTC quarter hour an instant lies in. */
    public static Instant quarterHour(Instant time) {
        long quarter = Math.floorDiv(time.getEpochSecond(), QUARTER_HOUR_SECONDS);
        return Instant.ofEpochSecond(quarter * QUARTER_HOUR_SECONDS);
    }
}
