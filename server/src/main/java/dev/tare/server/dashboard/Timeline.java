package dev.tare.server.dashboard;

import dev.tare.core.profit.ReportQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Every day, week or month of a report's span in the report's zone, so that a time without events
 * is drawn as what it is: zero calls.
 */
record Timeline(Granularity granularity, List<Bucket> buckets) {
    private static final DateTimeFormatter KEY_MONTH = DateTimeFormatter.ofPattern("uuuu-MM");
    private static final DateTimeFormatter DAY = format("MMM d");
    private static final DateTimeFormatter MONTH = format("MMM uuuu");
    private static final DateTimeFormatter FULL_DAY = format("EEE, MMM d, uuuu");
    private static final DateTimeFormatter FULL_MONTH = format("MMMM uuuu");

    Timeline {
        buckets = List.copyOf(buckets);
    }

    /**
     * One stretch of time.
     *
     * @param key as reports name it: {@code 2026-11-23}, {@code 2026-11}
     * @param label short, for an axis
     * @param title in full, for a tooltip or a table
     */
    public record Bucket(String key, String label, String title) {}

    /** How many buckets the span would have. */
    static long length(ReportQuery query, Granularity granularity) {
        long days = java.time.Duration.between(query.from(), query.to()).toDays();
        return switch (granularity) {
            case DAY -> days;
            case WEEK -> days / 7;
            case MONTH -> days / 30;
        };
    }

    /** The buckets from the first instant of the query to its last. */
    static Timeline of(ReportQuery query, Granularity granularity, Instant now) {
        LocalDate last = day(query, query.to().minusNanos(1));
        LocalDate today = day(query, now);
        List<Bucket> buckets = new ArrayList<>();
        LocalDate start = granularity.start(day(query, query.from()));
        while (!start.isAfter(last)) {
            LocalDate next = granularity.next(start);
            boolean running = !today.isBefore(start) && today.isBefore(next);
            buckets.add(bucket(granularity, start, running));
            start = next;
        }
        return new Timeline(granularity, buckets);
    }

    private static Bucket bucket(Granularity granularity, LocalDate start, boolean running) {
        String soFar = running ? " (so far)" : "";
        return switch (granularity) {
            case DAY ->
                    new Bucket(start.toString(), DAY.format(start), FULL_DAY.format(start) + soFar);
            case WEEK ->
                    new Bucket(
                            start.toString(),
                            DAY.format(start),
                            "Week from " + FULL_DAY.format(start) + soFar);
            case MONTH ->
                    new Bucket(
                            KEY_MONTH.format(start),
                            MONTH.format(start),
                            FULL_MONTH.format(start) + soFar);
        };
    }

    /** "Oct 25 – Nov 23, 2026", with times of day where a bound isn't midnight. */
    static String words(ReportQuery query) {
        ZonedDateTime from = query.from().atZone(query.zone());
        ZonedDateTime to = query.to().atZone(query.zone());
        DateTimeFormatter full = format("MMM d, uuuu");
        if (!isMidnight(from)) {
            DateTimeFormatter time = format("MMM d, uuuu HH:mm");
            return time.format(from) + " – " + time.format(to);
        }
        boolean whole = isMidnight(to);
        ZonedDateTime last = whole ? to.minusDays(1) : to;
        String until = whole ? "" : format(" 'until' HH:mm").format(to);
        if (from.toLocalDate().equals(last.toLocalDate())) {
            return full.format(from) + until;
        }
        return (from.getYear() == last.getYear() ? DAY : full).format(from)
                + " – "
                + full.format(last)
                + until;
    }

    /** The zone's name for people: an offset of zero is better known as UTC. */
    static String zoneName(ZoneId zone) {
        return zone.getId().equals("Z") ? "UTC" : zone.getId();
    }

    static boolean isMidnight(ZonedDateTime time) {
        return time.equals(time.toLocalDate().atStartOfDay(time.getZone()));
    }

    private static LocalDate day(ReportQuery query, Instant instant) {
        return instant.atZone(query.zone()).toLocalDate();
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
