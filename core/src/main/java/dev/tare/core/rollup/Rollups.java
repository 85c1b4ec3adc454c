package dev.tare.core.rollup;

import dev.tare.core.pricing.PricedEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
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
        Map<Dimensions, Map<Long, RunningSums>> byDimensions = new HashMap<>();
        Map<Long, LocalDate> dayOf = new HashMap<>();
        Map<LocalDate, Map<String, RunningSums>> byDay = new HashMap<>();
        for (PricedEvent row : rows) {
            long quarter = Math.floorDiv(row.time().getEpochSecond(), QUARTER_HOUR_SECONDS);
            RunningSums sums =
                    byDimensions
                            .computeIfAbsent(Dimensions.of(row), _ -> new HashMap<>())
                            .computeIfAbsent(quarter, _ -> new RunningSums());
            RunningSums.Addend addend = new RunningSums.Addend(row);
            sums.add(addend);
            sums.addQuantities(addend);
            // Every zone is a multiple of 15 minutes off UTC: a quarter hour lies in one day.
            LocalDate day = dayOf.computeIfAbsent(quarter, q -> day(start(q), zone));
            byDay.computeIfAbsent(day, _ -> new HashMap<>())
                    .computeIfAbsent(row.event().userId(), _ -> new RunningSums())
                    .add(addend);
        }
        Map<QuarterHour, Totals> quarterHours = new HashMap<>();
        Map<Day, Totals> days = new HashMap<>();
        byDimensions.forEach((dimensions, byQuarter) ->
                byQuarter.forEach((quarter, running) -> {
                    Totals totals = running.totals();
                    quarterHours.put(new QuarterHour(start(quarter), dimensions), totals);
                    LocalDate day = day(start(quarter), zone);
                    days.merge(new Day(day, dimensions), totals, Totals::plus);
                }));
        Map<UserDay, Sums> userDays = new HashMap<>();
        byDay.forEach((day, byUser) ->
                byUser.forEach(
                        (user, running) -> userDays.put(new UserDay(day, user), running.sums())));
        return new Rollups(quarterHours, days, userDays);
    }

    /** The UTC quarter hour an instant lies in. */
    public static Instant quarterHour(Instant time) {
        return start(Math.floorDiv(time.getEpochSecond(), QUARTER_HOUR_SECONDS));
    }

    private static Instant start(long quarter) {
        return Instant.ofEpochSecond(quarter * QUARTER_HOUR_SECONDS);
    }

    private static LocalDate day(Instant time, ZoneId zone) {
        return time.atZone(zone).toLocalDate();
    }
}
