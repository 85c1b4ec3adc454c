package dev.tare.server.tables;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Rollups;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables a report can be summed from, the cheapest first. */
enum SumsSource {
    /** Whole days of the workspace's zone. */
    DAYS(RollupTable.DAYS, RollupTable.DAY_QUANTITIES),
    /** Whole quarter hours, whatever the zone. */
    QUARTER_HOURS(RollupTable.QUARTER_HOURS, RollupTable.QUARTER_HOUR_QUANTITIES),
    /** The same days by user: nothing else is known there, and no quantities. */
    USER_DAYS(RollupTable.USER_DAYS, null),
    /** The log itself: answers everything. */
    ROWS(null, null);

    private final @Nullable RollupTable sums;
    private final @Nullable RollupTable quantities;

    SumsSource(@Nullable RollupTable sums, @Nullable RollupTable quantities) {
        this.sums = sums;
        this.quantities = quantities;
    }

    /** The cheapest that answers the query exactly. */
    static SumsSource of(ReportQuery query, ZoneId workspaceZone) {
        return Arrays.stream(values())
                .filter(source -> source.answers(query, workspaceZone))
                .findFirst()
                .orElse(ROWS);
    }

    /** Whether it has all that the query asks for. */
    boolean answers(ReportQuery query, ZoneId workspaceZone) {
        return switch (this) {
            case DAYS -> !query.concerns(Dimension.USER) && isWholeDays(query, workspaceZone);
            case QUARTER_HOURS ->
                    !query.concerns(Dimension.USER)
                            && isQuarterHour(query.from())
                            && isQuarterHour(query.to());
            case USER_DAYS ->
                    !query.quantities()
                            && Arrays.stream(Dimension.values())
                                    .filter(query::concerns)
                                    .allMatch(one -> one == Dimension.USER || one.isTime())
                            && isWholeDays(query, workspaceZone);
            case ROWS -> true;
        };
    }

    private static boolean isWholeDays(ReportQuery query, ZoneId workspaceZone) {
        return query.zone().getRules().equals(workspaceZone.getRules())
                && isDay(query.from(), workspaceZone)
                && isDay(query.to(), workspaceZone);
    }

    private static boolean isDay(Instant time, ZoneId zone) {
        // Where midnight comes twice, only the first begins the day.
        return time.equals(
                time.atZone(zone).toLocalDate().atTime(LocalTime.MIN).atZone(zone).toInstant());
    }

    private static boolean isQuarterHour(Instant time) {
        return time.equals(Rollups.quarterHour(time));
    }

    /** What is summed up: what was charged, and beside it what corrections change, if asked for. */
    List<SumsPart> parts(boolean adjusted) {
        List<SumsPart> parts = new ArrayList<>();
        if (sums == null) {
            parts.add(new SumsPart.OfRows(LogSource.CHARGED));
            if (adjusted) {
                LogSource.CORRECTED.forEach(rows -> parts.add(new SumsPart.OfRows(rows)));
            }
        } else {
            parts.add(new SumsPart.OfTable(sums, quantities));
            if (adjusted) {
                RollupTable changed = quantities == null ? null : quantities.adjustments();
                parts.add(new SumsPart.OfTable(sums.adjustments(), changed));
            }
        }
        return parts;
    }

    /** Whether its time is a day of the workspace's zone. */
    boolean isDaily() {
        return sums != null && sums.isDaily();
    }

    /** The column of the time. */
    String time() {
        return sums == null ? "created_at" : sums.time();
    }
}
