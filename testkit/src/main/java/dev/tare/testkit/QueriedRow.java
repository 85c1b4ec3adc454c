package dev.tare.testkit;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** One row seen through a query: whether it is asked for, and in which group. */
final class QueriedRow {
    private QueriedRow() {}

    static boolean isIn(ReportQuery query, ChargedEvent row) {
        return !row.event().time().isBefore(query.from())
                && row.event().time().isBefore(query.to())
                && query.filters().entrySet().stream()
                        .allMatch(filter ->
                                filter.getValue().contains(key(query, filter.getKey(), row)));
    }

    static List<String> keys(ReportQuery query, ChargedEvent row) {
        return query.groupBy().stream().map(dimension -> key(query, dimension, row)).toList();
    }

    private static String key(ReportQuery query, Dimension dimension, ChargedEvent row) {
        LocalDate day = row.event().time().atZone(query.zone()).toLocalDate();
        String model = row.event().model();
        return switch (dimension) {
            case DAY -> day.toString();
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
            case MONTH -> YearMonth.from(day).toString();
            case PROVIDER -> row.event().provider();
            case OPERATION -> row.event().operation();
            case MODEL -> model == null ? "" : model;
            case PLAN -> row.event().plan();
            case STATUS -> row.event().status();
            case USER -> row.event().userId();
        };
    }
}
