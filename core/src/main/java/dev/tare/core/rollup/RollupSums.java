package dev.tare.core.rollup;

import dev.tare.core.pricing.PricedEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Rollups} that grow batch by batch. Not safe for use by many threads. */
public final class RollupSums {
    private final ZoneId zone;
    private final Map<Dimensions, Map<Long, RunningSums>> byDimensions = new HashMap<>();
    private final Map<Long, LocalDate> dayOf = new HashMap<>();
    private final Map<LocalDate, Map<String, RunningSums>> byDay = new HashMap<>();

    /** Sums of nothing; {@code zone} is the workspace's. */
    public RollupSums(ZoneId zone) {
        this.zone = zone;
    }

    /** Adds rows of the log. */
    public void add(List<PricedEvent> rows) {
        for (PricedEvent row : rows) {
            add(Dimensions.of(row), row.time(), row.event().userId(), new RunningSums.Addend(row));
        }
    }

    /** Adds, or takes away, one event as it counts. */
    void add(Dimensions dimensions, Instant time, String user, RunningSums.Addend addend) {
        long quarter = Math.floorDiv(time.getEpochSecond(), Rollups.QUARTER_HOUR_SECONDS);
        RunningSums sums =
                byDimensions
                        .computeIfAbsent(dimensions, _ -> new HashMap<>())
                        .computeIfAbsent(quarter, _ -> new RunningSums());
        sums.add(addend);
        sums.addQuantities(addend);
        // Every zone is a multiple of 15 minutes off UTC: a quarter hour lies in one day.
        LocalDate day = dayOf.computeIfAbsent(quarter, this::day);
        byDay.computeIfAbsent(day, _ -> new HashMap<>())
                .computeIfAbsent(user, _ -> new RunningSums())
                .add(addend);
    }

    /** The sums so far. */
    public Rollups rollups() {
        Map<Rollups.QuarterHour, Totals> quarterHours = new HashMap<>();
        Map<Rollups.Day, Totals> days = new HashMap<>();
        byDimensions.forEach((dimensions, byQuarter) ->
                byQuarter.forEach((quarter, running) -> {
                    Totals totals = running.totals();
                    quarterHours.put(new Rollups.QuarterHour(start(quarter), dimensions), totals);
                    days.merge(new Rollups.Day(day(quarter), dimensions), totals, Totals::plus);
                }));
        Map<Rollups.UserDay, Sums> userDays = new HashMap<>();
        byDay.forEach((day, byUser) ->
                byUser.forEach((user, running) ->
                        userDays.put(new Rollups.UserDay(day, user), running.sums())));
        return new Rollups(quarterHours, days, userDays);
    }

    private LocalDate day(long quarter) {
        return start(quarter).atZone(zone).toLocalDate();
    }

    private static Instant start(long quarter) {
        return Instant.ofEpochSecond(quarter * Rollups.QUARTER_HOUR_SECONDS);
    }
}
