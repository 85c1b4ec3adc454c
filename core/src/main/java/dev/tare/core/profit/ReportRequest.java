package dev.tare.core.profit;

import dev.tare.core.event.EventRules;
import dev.tare.core.event.Rejection;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a report's parameters as people and programs write them, for the API, the command line and
 * the dashboard alike.
 *
 * <ul>
 *   <li>{@code range}: {@code today}, {@code yesterday}, {@code 7d} (any number of days, today
 *       included), {@code month}, {@code last_month}, {@code year}, {@code all}; default {@code
 *       30d}
 *   <li>{@code from}, {@code to}: a date in the report's zone ({@code to} through the end of that
 *       day) or an instant ({@code to} exclusive); they win over {@code range}
 *   <li>{@code tz}: an IANA time zone; default the workspace's
 *   <li>{@code group_by}: dimensions, separated by commas or repeated
 *   <li>{@code amounts}: {@code adjusted} (default: with later corrections) or {@code as_charged}
 *   <li>a dimension's name: its value, repeated for several; a comma belongs to the value, since
 *       users and models may have one in their names. {@code (none)} = no model
 * </ul>
 */
public final class ReportRequest {
    /** How the empty model is written in parameters and shown to people. */
    public static final String NONE = "(none)";

    private static final Set<String> OTHER_NAMES =
            Set.of("range", "from", "to", "tz", "group_by", "amounts");
    private static final int DAYS_MAX = 3_660;

    /** The query, or the parameter that can't be understood. */
    public sealed interface Parsed {
        record Query(ReportQuery query) implements Parsed {}

        record Bad(String field, String code, String message) implements Parsed {}
    }

    private final Map<String, List<String>> params;
    private final Instant now;
    private final UsageSums.@Nullable Span span;

    private ReportRequest(
            Map<String, List<String>> params, Instant now, UsageSums.@Nullable Span span) {
        this.params = params;
        this.now = now;
        this.span = span;
    }

    /**
     * Reads the parameters it knows; others are the caller's business.
     *
     * @param span of the events there are, for {@code range=all}; {@code null} = no event yet
     */
    public static Parsed parse(
            Map<String, List<String>> params,
            Instant now,
            ZoneId defaultZone,
            UsageSums.@Nullable Span span) {
        try {
            return new Parsed.Query(new ReportRequest(params, now, span).query(defaultZone));
        } catch (Unreadable unreadable) {
            return unreadable.bad;
        }
    }

    /** Whether {@link #parse} reads a parameter of that name. */
    public static boolean knows(String name) {
        Dimension dimension = Dimension.of(name);
        return OTHER_NAMES.contains(name) || (dimension != null && !dimension.isTime());
    }

    private ReportQuery query(ZoneId defaultZone) throws Unreadable {
        ZoneId zone = zone(defaultZone);
        Range range = range(zone);
        String from = first("from");
        String to = first("to");
        Instant start = from == null ? range.from : bound("from", from, zone, 0);
        Instant end = to == null ? range.to : bound("to", to, zone, 1);
        if (!start.isBefore(end)) {
            throw bad("to", "empty_range", "\"to\" must be after \"from\": " + start + " … " + end);
        }
        return new ReportQuery(start, end, zone, groupBy(), filters(), amounts());
    }

    private ReportAmounts amounts() throws Unreadable {
        String name = first("amounts");
        ReportAmounts amounts =
                name == null ? ReportAmounts.ADJUSTED : ReportAmounts.of(name.replace('-', '_'));
        if (amounts == null) {
            throw bad(
                    "amounts",
                    "unknown_amounts",
                    "Amounts "
                            + Rejection.shown(String.valueOf(name))
                            + " are unknown; send adjusted or as_charged.");
        }
        return amounts;
    }

    private record Range(Instant from, Instant to) {}

    private ZoneId zone(ZoneId defaultZone) throws Unreadable {
        String name = first("tz");
        if (name == null) {
            return defaultZone;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw bad(
                    "tz",
                    "unknown_time_zone",
                    "Time zone "
                            + Rejection.shown(name)
                            + " is unknown; send an IANA name such as Europe/Berlin.");
        }
    }

    private Range range(ZoneId zone) throws Unreadable {
        String name = first("range");
        LocalDate today = now.atZone(zone).toLocalDate();
        return switch (name == null ? "30d" : name) {
            case "today" -> days(today, today, zone);
            case "yesterday" -> days(today.minusDays(1), today.minusDays(1), zone);
            case "month" -> days(today.withDayOfMonth(1), today, zone);
            case "last_month" -> {
                LocalDate first = today.withDayOfMonth(1);
                yield days(first.minusMonths(1), first.minusDays(1), zone);
            }
            case "year" -> days(today.withDayOfYear(1), today, zone);
            case "all" -> all(today, zone);
            default -> lastDays(name == null ? "30d" : name, today, zone);
        };
    }

    private Range all(LocalDate today, ZoneId zone) {
        if (span == null) {
            return days(today.minusDays(29), today, zone);
        }
        LocalDate first = span.first().atZone(zone).toLocalDate();
        LocalDate last = span.last().atZone(zone).toLocalDate();
        return days(first, last.isAfter(today) ? last : today, zone);
    }

    private static Range lastDays(String name, LocalDate today, ZoneId zone) throws Unreadable {
        if (name.matches("[1-9][0-9]{0,3}d")) {
            int days = Integer.parseInt(name.substring(0, name.length() - 1));
            if (days <= DAYS_MAX) {
                return days(today.minusDays(days - 1L), today, zone);
            }
        }
        throw bad(
                "range",
                "unknown_range",
                "Range "
                        + Rejection.shown(name)
                        + " is unknown; send today, yesterday, 7d, 30d (up to "
                        + DAYS_MAX
                        + "d), month, last_month, year or all.");
    }

    private static Range days(LocalDate first, LocalDate last, ZoneId zone) {
        return new Range(
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant());
    }

    private static Instant bound(String field, String text, ZoneId zone, int daysMore)
            throws Unreadable {
        Instant instant;
        try {
            instant =
                    text.length() == "2026-11-23".length()
                            ? LocalDate.parse(text)
                                    .plusDays(daysMore)
                                    .atStartOfDay(zone)
                                    .toInstant()
                            : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw bad(
                    field,
                    "invalid_date",
                    "\""
                            + field
                            + "\" can't be read: "
                            + Rejection.shown(text)
                            + "; send a date such as 2026-11-23 or an instant such as"
                            + " 2026-11-23T10:15:30Z.");
        }
        Instant last = EventRules.TIME_MIN.plusSeconds(100L * 366 * 86_400);
        if (instant.isBefore(EventRules.TIME_MIN.minusSeconds(86_400)) || instant.isAfter(last)) {
            throw bad(
                    field,
                    "date_out_of_range",
                    "\""
                            + field
                            + "\" is out of range: "
                            + Rejection.shown(text)
                            + "; send a date from 2010 on.");
        }
        return instant;
    }

    private List<Dimension> groupBy() throws Unreadable {
        Set<Dimension> dimensions = new LinkedHashSet<>();
        for (String name : values("group_by")) {
            Dimension dimension = Dimension.of(name.toLowerCase(Locale.ROOT));
            if (dimension == null) {
                throw bad(
                        "group_by",
                        "unknown_dimension",
                        "Can't group by "
                                + Rejection.shown(name)
                                + "; send any of "
                                + Arrays.stream(Dimension.values())
                                        .map(Dimension::text)
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
            dimensions.add(dimension);
        }
        return List.copyOf(dimensions);
    }

    private Map<Dimension, Set<String>> filters() {
        Map<Dimension, Set<String>> filters = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            if (dimension.isTime()) {
                continue;
            }
            Set<String> values = new TreeSet<>();
            params.getOrDefault(dimension.text(), List.of()).stream()
                    .filter(value -> !value.isEmpty())
                    .forEach(value -> values.add(value.equals(NONE) ? "" : value));
            if (!values.isEmpty()) {
                filters.put(dimension, values);
            }
        }
        return filters;
    }

    private List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (String text : params.getOrDefault(name, List.of())) {
            Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .forEach(values::add);
        }
        return values;
    }

    private @Nullable String first(String name) {
        List<String> values = params.getOrDefault(name, List.of());
        return values.isEmpty() || values.getFirst().isBlank() ? null : values.getFirst().strip();
    }

    private static Unreadable bad(String field, String code, String message) {
        return new Unreadable(new Parsed.Bad(field, code, message));
    }

    /** Leaves the nested reading at the first parameter at fault; never leaves this class. */
    private static final class Unreadable extends Exception {
        private final transient Parsed.Bad bad;

        Unreadable(Parsed.Bad bad) {
            super(null, null, false, false);
            this.bad = bad;
        }
    }
}
