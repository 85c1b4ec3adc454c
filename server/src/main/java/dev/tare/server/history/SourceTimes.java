package dev.tare.server.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as a database prints them: {@code 2026-11-01 10:00:00.123456+00}. One without an offset is
 * taken in the mapping's zone; where clocks go back and it occurs twice, as the earlier of the two.
 */
final class SourceTimes {
    private static final int LENGTH_MAX = 64;
    private static final Pattern TIME =
            Pattern.compile(
                    "(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)"
                            + "(?:\\d*)?(Z|[+-]\\d{2}(?::?\\d{2})?(?::\\d{2})?)?)?");

    private final @Nullable ZoneId zone;

    SourceTimes(@Nullable ZoneId zone) {
        this.zone = zone;
    }

    /** The instant, {@code null} where the text is none. */
    @Nullable Instant read(String text) {
        Matcher parts = TIME.matcher(text.length() > LENGTH_MAX ? "" : text.strip());
        if (!parts.matches()) {
            return null;
        }
        try {
            return instant(parts.group(1), parts.group(2), parts.group(3));
        } catch (DateTimeException outOfRange) {
            return null;
        }
    }

    /**
     * The same; PostgreSQL's {@code infinity} is later than all times, {@code -infinity} earlier.
     */
    @Nullable Instant readOrInfinite(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "infinity" -> Instant.MAX;
            case "-infinity" -> Instant.MIN;
            default -> read(text);
        };
    }

    private @Nullable Instant instant(String day, @Nullable String time, @Nullable String offset) {
        if (offset != null) {
            return OffsetDateTime.parse(day + "T" + time + withMinutes(offset))
                    .toInstant()
                    .truncatedTo(ChronoUnit.MICROS);
        }
        if (zone == null) {
            return null;
        }
        LocalDateTime local =
                time == null
                        ? LocalDate.parse(day).atStartOfDay()
                        : LocalDateTime.parse(day + "T" + time);
        return local.atZone(zone).toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    /** PostgreSQL writes +00, and ISO's basic form is +0000. */
    private static String withMinutes(String offset) {
        return switch (offset.length()) {
            case 3 -> offset + ":00";
            case 5 -> offset.substring(0, 3) + ":" + offset.substring(3);
            default -> offset;
        };
    }

    /** What to do about a text that isn't taken. */
    String mend() {
        return "it must be a time such as 2026-11-23 10:15:30+00"
                + (zone == null
                        ? "; where times have no offset, name their time_zone at the top of the"
                                + " mapping"
                        : "");
    }
}
