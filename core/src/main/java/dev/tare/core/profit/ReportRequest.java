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
import java.util.function.Supplier;
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
 *   <li>{@code quantities}: {@code true} (default) or {@code false}: without how much was used
 *   <li>a dimension's name: its value, repeated for several; a comma belongs to the value, since
 *       users and models may have one in their names. {@code (none)} = no model
 * </ul>
 */
public final class ReportRequest {
    /** How the empty model is written in parameters and shown to people. */
    public static final String NONE = "(none)";

    private static final Set<String> OTHER_NAMES =
            Set.of("range", "from", "to", "tz", "group_by", "amounts", "quantities");

    /** The query, or the parameter that can't be understood. */
    public sealed interface Parsed {
        record Query(ReportQuery query) implements Parsed {}

        record Bad(String field, String code, String message) implements Parsed {}
    }

    private final Map<String, List<String>> params;
    private final Instant now;
    private final Supplier<UsageSums.@Nullable Span> span;

    private ReportRequest(
            Map<String, List<String>> params,
            Instant now,
            Supplier<UsageSums.@Nullable Span> span) {
        this.params = params;
        this.now = now;
        this.span = span;
    }

    /**
     * Reads the parameters it knows; others are the caller's business.
     *
     * @param span of the events there are, {@code null} = no event yet; asked for {@code range=all}
     *     only
     */
    public static Parsed parse(
            Map<String, List<String>> params,
            Instant now,
            ZoneId defaultZone,
            Supplier<UsageSums.@Nullable Span> span) {
        try {
            return new Parsed.Query(new ReportRequest(params, now, span).query(defaultZone));
        } catch (Unreadable unreadable) {
            return unreadable.bad();
        }
    }

    /** Whether {@link #parse} reads a parameter of that name. */
    public static boolean knows(String name) {
        Dimension dimension = Dimension.of(name);
        return OTHER_NAMES.contains(name) || (dimension != null && !dimension.isTime());
    }

    private ReportQuery query(ZoneId defaultZone) throws Unreadable {
        ZoneId zone = zone(defaultZone);
        String named = first("range");
        ReportRange range = ReportRange.of(named == null ? "30d" : named, now, zone, span);
        String from = first("from");
        String to = first("to");
        Instant start = from == null ? range.from() : bound("from", from, zone, 0);
        Instant end = to == null ? range.to() : bound("to", to, zone, 1);
        if (!start.isBefore(end)) {
            throw Unreadable.at(
                    "to", "empty_range", "\"to\" must be after \"from\": " + start + " … " + end);
        }
        return new ReportQuery(start, end, zone, groupBy(), filters(), amounts(), quantities());
    }

    private ReportAmounts amounts() throws Unreadable {
        String name = first("amounts");
        ReportAmounts amounts =
                name == null ? ReportAmounts.ADJUSTED : ReportAmounts.of(name.replace('-', '_'));
        if (amounts == null) {
            throw Unreadable.at(
                    "amounts",
                    "unknown_amounts",
                    "Amounts "
                            + Rejection.shown(String.valueOf(name))
                            + " are unknown; send adjusted or as_charged.");
        }
        return amounts;
    }

    private boolean quantities() throws Unreadable {
        String asked = first("quantities");
        return switch (asked == null ? "true" : asked) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw Unreadable.at(
                            "quantities",
                            "unknown_quantities",
                            "\"quantities\" can't be "
                                    + Rejection.shown(String.valueOf(asked))
                                    + "; send true or false.");
        };
    }

    private ZoneId zone(ZoneId defaultZone) throws Unreadable {
        String name = first("tz");
        if (name == null) {
            return defaultZone;
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw Unreadable.at(
                    "tz",
                    "unknown_time_zone",
                    "Time zone "
                            + Rejection.shown(name)
                            + " is unknown; send an IANA name such as Europe/Berlin.");
        }
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
            throw Unreadable.at(
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
            throw Unreadable.at(
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
                throw Unreadable.at(
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
}
