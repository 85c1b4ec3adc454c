package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a bill is to be compared, as the API's parameters and the command line's options say. */
public sealed interface ReconcileRequest {
    /** The parameters there are. */
    Set<String> NAMES = Set.of("tz", "from", "to", "book", "reason");

    int REASON_MAX = 200;

    /**
     * What is wanted.
     *
     * @param provider whose bill it is
     * @param zone in which its days are cut; {@code null}: its mapping's, else UTC
     * @param from first day, {@code null}: the bill's
     * @param to last day, {@code null}: the bill's
     * @param reason why amounts are to be booked; {@code null}: nothing is
     */
    record Wish(
            String provider,
            @Nullable ZoneId zone,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String reason)
            implements ReconcileRequest {}

    /** What can't be understood, and how it is mended. */
    record Bad(String field, String code, String message) implements ReconcileRequest {}

    /** What a comparison is answered with. */
    sealed interface Answer {}

    /** It was compared, as JSON. */
    record Compared(String json) implements Answer {}

    /** The bill, or its mapping, can't be used as it is. */
    record Unusable(String code, String message) implements Answer {}

    /** It can't be done just now. */
    record Later(String code, String message) implements Answer {}

    /** Reads parameters; those that aren't there are {@code null}. */
    static ReconcileRequest parse(String provider, Map<String, String> fields) {
        try {
            ZoneId zone = zone(fields.get("tz"));
            LocalDate from = day("from", fields.get("from"));
            LocalDate to = day("to", fields.get("to"));
            if (from != null && to != null && to.isBefore(from)) {
                return new Bad("to", "empty_range", "\"to\" (" + to + ") lies before \"from\".");
            }
            return new Wish(provider, zone, from, to, reason(fields));
        } catch (Unclear unclear) {
            return unclear.bad;
        }
    }

    /** Told as {@link Bad}. */
    @SuppressWarnings("serial") // never leaves this class
    final class Unclear extends Exception {
        private final transient Bad bad;

        Unclear(String field, String code, String message) {
            super(message, null, false, false);
            this.bad = new Bad(field, code, message);
        }
    }

    private static @Nullable ZoneId zone(@Nullable String name) throws Unclear {
        try {
            return name == null ? null : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new Unclear(
                    "tz",
                    "unknown_time_zone",
                    Rejection.shown(name)
                            + " is no time zone; send an IANA name such as Europe/Berlin, UTC, or"
                            + " an offset such as +08:00.");
        }
    }

    private static @Nullable LocalDate day(String field, @Nullable String text) throws Unclear {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException noDay) {
            throw new Unclear(
                    field,
                    "invalid_date",
                    "\""
                            + field
                            + "\" can't be "
                            + Rejection.shown(text)
                            + "; send a day such as 2026-11-01.");
        }
    }

    private static @Nullable String reason(Map<String, String> fields) throws Unclear {
        String book = fields.getOrDefault("book", "false");
        String reason = fields.get("reason");
        if (!book.equals("true") && !book.equals("false")) {
            throw new Unclear(
                    "book",
                    "invalid_type",
                    "\"book\" can't be " + Rejection.shown(book) + "; send true or false.");
        }
        if (book.equals("false")) {
            return null;
        }
        if (reason == null
                || reason.isBlank()
                || reason.length() > REASON_MAX
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw new Unclear(
                    "reason",
                    "reason_needed",
                    "What is booked needs a reason; send \"reason\" and a few words, "
                            + REASON_MAX
                            + " characters at most.");
        }
        return reason;
    }
}
