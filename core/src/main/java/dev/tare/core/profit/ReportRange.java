package dev.tare.core.profit;

import dev.tare.core.event.Rejection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A span of whole days by the name that {@link ReportRequest} lists, until today. */
record ReportRange(Instant from, Instant to) {
    private static final int DAYS_MAX = 3_660;

    /**
     * The range of that name.
     *
     * @param span of the events there are; asked for {@code all} only, since it takes a look at the
     *     ledger
     */
    static ReportRange of(
            String name, Instant now, ZoneId zone, Supplier<UsageSums.@Nullable Span> span)
            throws Unreadable {
        LocalDate today = now.atZone(zone).toLocalDate();
        return switch (name) {
            case "today" -> days(today, today, zone);
            case "yesterday" -> days(today.minusDays(1), today.minusDays(1), zone);
            case "month" -> days(today.withDayOfMonth(1), today, zone);
            case "last_month" -> {
                LocalDate first = today.withDayOfMonth(1);
                yield days(first.minusMonths(1), first.minusDays(1), zone);
            }
            case "year" -> days(today.withDayOfYear(1), today, zone);
            case "all" -> all(span.get(), today, zone);
            default -> lastDays(name, today, zone);
        };
    }

    private static ReportRange all(UsageSums.@Nullable Span span, LocalDate today, ZoneId zone) {
        if (span == null) {
            return days(today.minusDays(29), today, zone);
        }
        LocalDate first = span.first().atZone(zone).toLocalDate();
        LocalDate last = span.last().atZone(zone).toLocalDate();
        return days(first, last.isAfter(today) ? last : today, zone);
    }

    private static ReportRange lastDays(String name, LocalDate today, ZoneId zone)
            throws Unreadable {
        if (name.matches("[1-9][0-9]{0,3}d")) {
            int days = Integer.parseInt(name.substring(0, name.length() - 1));
            if (days <= DAYS_MAX) {
                return days(today.minusDays(days - 1L), today, zone);
            }
        }
        throw Unreadable.at(
                "range",
                "unknown_range",
                "Range "
                        + Rejection.shown(name)
                        + " is unknown; send today, yesterday, 7d, 30d (up to "
                        + DAYS_MAX
                        + "d), month, last_month, year or all.");
    }

    private static ReportRange days(LocalDate first, LocalDate last, ZoneId zone) {
        return new ReportRange(
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant());
    }
}
