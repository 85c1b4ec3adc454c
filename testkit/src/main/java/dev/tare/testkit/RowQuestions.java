package dev.tare.testkit;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Rollups;
import java.time.ZoneId;
import java.util.stream.Stream;

/** Which questions no sum answers, only rows of the log. */
final class RowQuestions {
    private RowQuestions() {}

    /** With days cut in that zone. */
    static boolean needsRows(ReportQuery query, ZoneId zone) {
        return query.concerns(Dimension.USER)
                ? query.quantities() || !isOfUsersAlone(query) || !isWholeDays(query, zone)
                : !query.from().equals(Rollups.quarterHour(query.from()))
                        || !query.to().equals(Rollups.quarterHour(query.to()));
    }

    private static boolean isOfUsersAlone(ReportQuery query) {
        return Stream.of(Dimension.values())
                .filter(dimension -> dimension != Dimension.USER && !dimension.isTime())
                .noneMatch(query::concerns);
    }

    private static boolean isWholeDays(ReportQuery query, ZoneId zone) {
        return query.zone().getRules().equals(zone.getRules())
                && Stream.of(query.from(), query.to())
                        .allMatch(edge ->
                                edge.equals(
                                        edge.atZone(zone)
                                                .toLocalDate()
                                                .atStartOfDay(zone)
                                                .toInstant()));
    }
}
