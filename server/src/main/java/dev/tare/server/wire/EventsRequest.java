package dev.tare.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.core.event.Rejection;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.LoggedEvents.Field;
import dev.tare.core.ledger.LoggedEvents.Place;
import dev.tare.core.ledger.LoggedEvents.Search;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import dev.tare.core.profit.UsageSums;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which logged events are asked for: those of an id ({@code id}, and {@code source} or {@code time}
 * where known), or a page of the latest, by what {@link ReportRequest} understands ({@code range},
 * {@code from}, {@code to}, {@code tz}, and a dimension's name with its value), {@code unpriced},
 * {@code limit}, and {@code after}, where the page before ended.
 */
public final class EventsRequest {
    private static final int LIMIT = 50;
    private static final int NAME_SHOWN = 80;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant BEYOND = Instant.parse("+10000-01-01T00:00:00Z");
    private static final Set<String> OF_A_PAGE = Set.of("unpriced", "limit", "after");
    private static final Set<String> OF_AN_ID = Set.of("id", "source", "time");
    private static final Set<String> OF_A_SPAN = Set.of("range", "from", "to", "tz");

    /** What came of reading a request. */
    public sealed interface Parsed {}

    /** Events of one id. */
    public record One(Search search) implements Parsed {}

    /** A page; {@code query} is its span and what is let through, as a report has them. */
    public record Page(LoggedEvents.Filter filter, ReportQuery query) implements Parsed {}

    /** A parameter that can't be understood, and its mend; empty where the message has it. */
    public record Bad(String field, String code, String message, String mend) implements Parsed {}

    private final Map<String, List<String>> params;

    private EventsRequest(Map<String, List<String>> params) {
        this.params = params;
    }

    /** Reads parameters; one that isn't known is refused. */
    public static Parsed parse(
            Map<String, List<String>> params,
            Instant now,
            ZoneId zone,
            Supplier<UsageSums.@Nullable Span> span) {
        EventsRequest request = new EventsRequest(params);
        boolean one = params.containsKey("id");
        Bad unknown = request.unknown(one);
        if (unknown != null) {
            return unknown;
        }
        return one ? request.search() : request.page(now, zone, span);
    }

    private @Nullable Bad unknown(boolean one) {
        for (Map.Entry<String, List<String>> param : params.entrySet()) {
            String name = param.getKey();
            boolean isDimension = ReportRequest.knows(name) && !isOfReports(name);
            boolean known =
                    one
                            ? OF_AN_ID.contains(name)
                            : OF_A_PAGE.contains(name) || OF_A_SPAN.contains(name) || isDimension;
            String shown = name.length() > NAME_SHOWN ? name.substring(0, NAME_SHOWN) : name;
            if (!known) {
                return new Bad(
                        shown,
                        "unknown_parameter",
                        "There is no parameter " + Rejection.shown(name) + ".",
                        one
                                ? "With id send source or time."
                                : "Send range, from, to, tz, unpriced, limit, after, a dimension to"
                                        + " filter by, or id.");
            }
            if (param.getValue().size() > 1 && !isDimension) {
                return new Bad(
                        shown,
                        "repeated_parameter",
                        "The parameter "
                                + Rejection.shown(name)
                                + " comes "
                                + param.getValue().size()
                                + " times.",
                        "Send it once.");
            }
        }
        return null;
    }

    private static boolean isOfReports(String name) {
        return OF_A_SPAN.contains(name)
                || Set.of("group_by", "amounts", "quantities").contains(name);
    }

    private Parsed search() {
        String id = first("id");
        if (id == null) {
            return new Bad("id", "missing_field", "The id is empty.", "Send an event's id.");
        }
        String text = first("time");
        Instant time = text == null ? null : time(text);
        if (text != null && time == null) {
            return new Bad(
                    "time",
                    "invalid_time",
                    "\"time\" can't be " + Rejection.shown(text) + ".",
                    "Send the event's own time, such as 2026-11-23T10:15:30Z.");
        }
        return new One(new Search(id, first("source"), time));
    }

    /** A time that an event can have, {@code null} where the text is none. */
    public static @Nullable Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            return isOfAnEvent(time) ? time : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /** Databases know no year 0, and none of five digits. */
    private static boolean isOfAnEvent(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(BEYOND);
    }

    private Parsed page(Instant now, ZoneId zone, Supplier<UsageSums.@Nullable Span> span) {
        ReportQuery query;
        switch (ReportRequest.parse(params, now, zone, span)) {
            case ReportRequest.Parsed.Bad bad -> {
                return new Bad(bad.field(), bad.code(), bad.message(), "");
            }
            case ReportRequest.Parsed.Query read -> query = read.query();
        }
        String asked = first("limit");
        int limit = asked == null ? LIMIT : asked.matches("[0-9]{1,3}") ? number(asked) : 0;
        if (limit < 1 || limit > LoggedEvents.PAGE_MAX) {
            return invalid(
                    "limit", asked, "Send a number from 1 to " + LoggedEvents.PAGE_MAX + ".");
        }
        String unpriced = first("unpriced");
        if (unpriced != null && !Set.of("true", "false").contains(unpriced)) {
            return invalid("unpriced", unpriced, "Send true or false.");
        }
        String after = first("after");
        Place before = after == null ? null : place(after);
        if (after != null && before == null) {
            return invalid("after", after, "Send \"next\" of the page before as it came.");
        }
        return new Page(filter(query, "true".equals(unpriced), before, limit), query);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static LoggedEvents.Filter filter(
            ReportQuery query, boolean unpriced, @Nullable Place before, int limit) {
        Map<Field, Set<String>> only = new EnumMap<>(Field.class);
        query.filters()
                .forEach((dimension, values) -> only.put(Field.valueOf(dimension.name()), values));
        return new LoggedEvents.Filter(query.from(), query.to(), only, unpriced, before, limit);
    }

    private static Bad invalid(String name, @Nullable String value, String mend) {
        return new Bad(
                name,
                "invalid_parameter",
                "The " + name + " can't be " + Rejection.shown(String.valueOf(value)) + ".",
                mend);
    }

    private @Nullable String first(String name) {
        List<String> values = params.getOrDefault(name, List.of());
        return values.isEmpty() || values.getFirst().isBlank() ? null : values.getFirst();
    }

    /** A place in the order of pages as a text for addresses. */
    public static String cursor(Place place) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, place.time())
                + "."
                + encoded(place.source())
                + "."
                + encoded(place.id());
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static @Nullable Place place(String cursor) {
        String[] parts = cursor.split("\\.", -1);
        if (parts.length != 3 || !parts[0].matches("-?[0-9]{1,17}")) {
            return null;
        }
        try {
            Instant time = Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS);
            Place place = new Place(time, decoded(parts[1]), decoded(parts[2]));
            boolean known = isOfAnEvent(time) && (place.source() + place.id()).indexOf('\0') < 0;
            return known ? place : null;
        } catch (IllegalArgumentException garbled) {
            return null;
        }
    }

    private static String decoded(String text) {
        return new String(Base64.getUrlDecoder().decode(text), UTF_8);
    }
}
