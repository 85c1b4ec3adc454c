package dev.tare.server.importer;

import dev.tare.core.money.DecimalText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a file writes its times.
 *
 * <p>A time without an offset is taken in the mapping's zone. Where clocks go back and a time
 * occurs twice, the earlier of the two instants is taken; where clocks go forward and it never
 * occurs, it is moved forward by the length of the gap. What is finer than a microsecond is cut
 * off.
 */
final class TimeReading {
    static final String ISO = "iso";
    static final String DATETIME = "yyyy-MM-dd HH:mm:ss[.fraction]";
    static final String EPOCH_SECONDS = "epoch_seconds";
    static final String EPOCH_MILLIS = "epoch_millis";

    private static final int TEXT_MAX = 64;
    private static final int NANO_DIGITS = 9;
    private static final int DATE_LENGTH = 10;

    /** ISO 8601 in UTC, as times are shown in the rules. */
    static final TimeReading DEFAULT = new TimeReading(ISO, null, null);

    private final String format;
    private final @Nullable DateTimeFormatter pattern;
    private final @Nullable ZoneId zone;

    private TimeReading(String format, @Nullable DateTimeFormatter pattern, @Nullable ZoneId zone) {
        this.format = format;
        this.pattern = pattern;
        this.zone = zone;
    }

    /**
     * A reading by name ({@value #ISO}, {@value #EPOCH_SECONDS}, {@value #EPOCH_MILLIS}) or by a
     * pattern of {@link DateTimeFormatter}; {@code null} where it is neither.
     */
    static @Nullable TimeReading of(String format, @Nullable ZoneId zone) {
        return switch (format) {
            case ISO, EPOCH_SECONDS, EPOCH_MILLIS -> new TimeReading(format, null, zone);
            case DATETIME -> new TimeReading(ISO, null, zone);
            default -> {
                try {
                    // With u for y a strict reader needs no era, and 30 February stays refused.
                    DateTimeFormatter pattern =
                            new DateTimeFormatterBuilder()
                                    .parseCaseInsensitive()
                                    .appendPattern(format.replace('y', 'u'))
                                    .toFormatter(Locale.ENGLISH)
                                    .withResolverStyle(ResolverStyle.STRICT);
                    yield new TimeReading(format, pattern, zone);
                } catch (IllegalArgumentException noPattern) {
                    yield null;
                }
            }
        };
    }

    /** The instant, or {@code null} where the text is none in this form. */
    @Nullable Instant read(String text) {
        if (text.length() > TEXT_MAX) {
            return null;
        }
        try {
            Instant time =
                    switch (format) {
                        case ISO -> iso(text);
                        case EPOCH_SECONDS -> epoch(text, 0);
                        case EPOCH_MILLIS -> epoch(text, 3);
                        default -> byPattern(text);
                    };
            return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException | ArithmeticException unreadable) {
            return null;
        }
    }

    /** What to do about a text that {@link #read} doesn't take. */
    String mend() {
        String form =
                switch (format) {
                    case ISO -> "a time such as 2026-11-23T10:15:30Z or 2026-11-23 10:15:30.123";
                    case EPOCH_SECONDS -> "seconds since 1970";
                    case EPOCH_MILLIS -> "milliseconds since 1970";
                    default -> "a time written as " + format;
                };
        return "the mapping expects "
                + form
                + (zone == null
                        ? "; for times without an offset name their time_zone in the mapping"
                        : "");
    }

    private static @Nullable Instant epoch(String text, int decimalsOfUnit) {
        BigDecimal number = DecimalText.parse(text, 15, 12);
        if (number == null) {
            return null;
        }
        BigDecimal nanos =
                number.movePointRight(NANO_DIGITS - decimalsOfUnit).setScale(0, RoundingMode.FLOOR);
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
    }

    private @Nullable Instant iso(String text) {
        if (text.length() <= DATE_LENGTH) {
            return local(LocalDate.parse(text).atStartOfDay());
        }
        String time = withNanosAtMost(text);
        if (time.charAt(DATE_LENGTH) == ' ') {
            time = time.substring(0, DATE_LENGTH) + 'T' + time.substring(DATE_LENGTH + 1);
        }
        int sign = Math.max(time.indexOf('+', DATE_LENGTH), time.indexOf('-', DATE_LENGTH));
        if (time.endsWith("Z") || time.endsWith("z")) {
            return OffsetDateTime.parse(time).toInstant();
        }
        if (sign < 0) {
            return local(LocalDateTime.parse(time));
        }
        return OffsetDateTime.parse(withMinutes(time, sign)).toInstant();
    }

    /** PostgreSQL writes the offset as +00, and ISO's basic form as +0000. */
    private static String withMinutes(String time, int sign) {
        int digits = time.length() - sign - 1;
        return switch (digits) {
            case 2 -> time + ":00";
            case 4 -> time.substring(0, sign + 3) + ':' + time.substring(sign + 3);
            default -> time;
        };
    }

    private static String withNanosAtMost(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return text;
        }
        int end = point + 1;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        int keep = Math.min(end, point + 1 + NANO_DIGITS);
        return text.substring(0, keep) + text.substring(end);
    }

    private @Nullable Instant byPattern(String text) {
        if (pattern == null) {
            return null;
        }
        TemporalAccessor parsed =
                pattern.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        return switch (parsed) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> local(time);
            case LocalDate day -> local(day.atStartOfDay());
            default -> null;
        };
    }

    private @Nullable Instant local(LocalDateTime time) {
        return zone == null ? null : time.atZone(zone).toInstant();
    }
}
