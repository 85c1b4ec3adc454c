package dev.tare.server.dashboard;

import dev.tare.core.profit.Dimension;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How finely the charts cut time. */
public enum Granularity {
    DAY("Day", "by day", Dimension.DAY),
    WEEK("Week", "by week, from Monday", Dimension.WEEK),
    MONTH("Month", "by month", Dimension.MONTH);

    private static final int DAYS_SHOWN_BY_DAY = 190;
    private static final int DAYS_SHOWN_BY_WEEK = 800;

    private final String label;
    private final String phrase;
    private final Dimension dimension;

    Granularity(String label, String phrase, Dimension dimension) {
        this.label = label;
        this.phrase = phrase;
        this.dimension = dimension;
    }

    /** The value of the address parameter {@code granularity}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    /** How a panel's subtitle says it. */
    public String phrase() {
        return phrase;
    }

    /** What reports are grouped by for it. */
    public Dimension dimension() {
        return dimension;
    }

    /** The first day of the bucket this day falls into. */
    LocalDate start(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    /** The first day of the bucket after the one that starts here. */
    LocalDate next(LocalDate start) {
        return switch (this) {
            case DAY -> start.plusDays(1);
            case WEEK -> start.plusWeeks(1);
            case MONTH -> start.plusMonths(1);
        };
    }

    /** The granularity of that name, {@code null} if there is none. */
    static @Nullable Granularity of(String text) {
        for (Granularity granularity : values()) {
            if (granularity.text().equals(text)) {
                return granularity;
            }
        }
        return null;
    }

    /** The one that shows a span of this length with a readable number of points. */
    static Granularity fitting(Duration length) {
        long days = length.toDays();
        return days <= DAYS_SHOWN_BY_DAY ? DAY : days <= DAYS_SHOWN_BY_WEEK ? WEEK : MONTH;
    }
}
