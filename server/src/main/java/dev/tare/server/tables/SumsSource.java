package dev.tare.server.tables;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Rollups;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables a report can be summed from, the cheapest first. */
enum SumsSource {
    /** Whole days of the workspace's zone. */
    DAYS(RollupTable.DAYS, RollupTable.DAY_QUANTITIES),
    /** Whole quarter hours, whatever the zone. */
    QUARTER_HOURS(RollupTable.QUARTER_HOURS, RollupTable.QUARTER_HOUR_QUANTITIES),
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
        if (query.concerns(Dimension.USER)) {
            return ROWS;
        }
        boolean sameDays = query.zone().getRules().equals(workspaceZone.getRules());
        if (sameDays && isDay(query.from(), workspaceZone) && isDay(query.to(), workspaceZone)) {
            return DAYS;
        }
        return isQuarterHour(query.from()) && isQuarterHour(query.to()) ? QUARTER_HOURS : ROWS;
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
        if (sums == null || quantities == null) {
            parts.add(new SumsPart.OfRows(LogSource.CHARGED));
            if (adjusted) {
                LogSource.CORRECTED.forEach(rows -> parts.add(new SumsPart.OfRows(rows)));
            }
        } else {
            parts.add(new SumsPart.OfTable(sums, quantities));
            if (adjusted) {
                parts.add(new SumsPart.OfTable(sums.adjustments(), quantities.adjustments()));
            }
        }
        return parts;
    }

    /** The column of the time. */
    String time() {
        return sums == null ? "created_at" : sums.time();
    }
}
