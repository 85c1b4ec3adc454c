package dev.tare.server.demo;

import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;

/** How busy a day and an hour are, against an average one. */
final class Shape {
    /** From January; the shops that use the service print for the end of the year. */
    private static final double[] MONTHS = {
        0.92, 0.95, 1.0, 1.03, 1.06, 1.0, 0.93, 0.9, 1.02, 1.12, 1.25, 1.2
    };

    /** From Monday. */
    private static final double[] WEEKDAYS = {1.1, 1.15, 1.13, 1.08, 1.0, 0.6, 0.52};

    /** By UTC hour: customers in Europe and, more, in North America. */
    private static final double[] HOURS = {
        0.9, 0.7, 0.55, 0.4, 0.3, 0.28, 0.35, 0.55, 0.85, 1.05, 1.1, 1.05, //
        1.1, 1.35, 1.7, 1.9, 1.95, 1.85, 1.75, 1.7, 1.6, 1.4, 1.2, 1.05
    };

    private static final MonthDay CHRISTMAS_EVE = MonthDay.of(Month.DECEMBER, 24);
    private static final MonthDay CHRISTMAS_END = MonthDay.of(Month.DECEMBER, 26);
    private static final MonthDay NEW_YEAR = MonthDay.of(Month.JANUARY, 1);
    private static final double HOLIDAY = 0.45;

    private Shape() {}

    static double of(LocalDate day) {
        return season(day) * WEEKDAYS[day.getDayOfWeek().getValue() - 1] * holiday(day);
    }

    /** Seconds from midnight UTC. */
    static double second(Dice dice) {
        return (dice.pick(HOURS) + dice.share()) * 3_600;
    }

    /** Between the middles of two months, so that no month begins with a jump. */
    private static double season(LocalDate day) {
        double sinceMiddle = (day.getDayOfMonth() - 0.5) / day.lengthOfMonth() - 0.5;
        int month = day.getMonthValue() - 1;
        int other = (month + (sinceMiddle < 0 ? 11 : 1)) % 12;
        double weight = Math.abs(sinceMiddle);
        return MONTHS[month] * (1 - weight) + MONTHS[other] * weight;
    }

    private static double holiday(LocalDate day) {
        MonthDay date = MonthDay.from(day);
        boolean christmas = !date.isBefore(CHRISTMAS_EVE) && !date.isAfter(CHRISTMAS_END);
        return christmas || date.equals(NEW_YEAR) ? HOLIDAY : 1;
    }
}
