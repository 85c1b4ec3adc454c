package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.money.DecimalText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a price file, read value by value: names, numbers, times, choices. What is wrong
 * is told and reads as {@code null}, so that reading goes on and every fault is found.
 */
final class PriceFileFields extends PriceFileMapping {
    static final int NAME_LENGTH_MAX = 200;
    static final int SOURCE_LENGTH_MAX = 1_000;
    private static final int DECIMALS = 9;

    private static final Instant TIME_MIN = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant TIME_MAX = Instant.parse("9999-12-31T00:00:00Z");

    PriceFileFields(String path, TextTree.Fields fields, List<PriceFile.Problem> problems) {
        super(path, fields, problems);
    }

    /** A scalar's text, {@code null} where there is none. */
    @Nullable String text(String key) {
        return switch (byKey().get(key)) {
            case null -> null;
            case TextTree.Nothing nothing -> null;
            case TextTree.Text text -> text.text();
            case TextTree other -> {
                problem(
                        key,
                        other.line(),
                        "invalid_type",
                        "\"" + key + "\" must be a single value, not a list or mapping.");
                yield null;
            }
        };
    }

    @Nullable String name(String key, @Nullable String fallback) {
        String text = line(key, NAME_LENGTH_MAX);
        if (text != null) {
            return text;
        }
        if (fallback == null && absent(key)) {
            missing(key, "a text of 1 to " + NAME_LENGTH_MAX + " characters");
        }
        return fallback;
    }

    @Nullable String source(@Nullable String fallback) {
        String text = line("source", SOURCE_LENGTH_MAX);
        if (text != null) {
            return text;
        }
        if (fallback == null && absent("source")) {
            missing("source", "where the figure was read and when, here or at the top of the file");
        }
        return fallback;
    }

    /** True, or false; not told is false. */
    boolean truth(String key) {
        String text = text(key);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            problem(
                    key,
                    lineOf(key),
                    "invalid_choice",
                    "\"" + key + "\" can't be " + Rejection.shown(text) + "; write true or false.");
        }
        return "true".equals(text);
    }

    <E extends Enum<E>> @Nullable E choice(String key, E[] values, @Nullable E fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        for (E value : values) {
            if (nameOf(value).equals(text)) {
                return value;
            }
        }
        problem(
                key,
                lineOf(key),
                "invalid_choice",
                "\""
                        + key
                        + "\" can't be "
                        + Rejection.shown(text)
                        + "; write one of "
                        + String.join(", ", Stream.of(values).map(PriceFileFields::nameOf).toList())
                        + ".");
        return fallback;
    }

    private static String nameOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A text of one line, {@code null} where there is none or a bad one. */
    @Nullable String line(String key, int max) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        boolean clean =
                text.length() <= max
                        && text.equals(text.strip())
                        && !text.isEmpty()
                        && text.codePoints()
                                .noneMatch(c ->
                                        Character.isISOControl(c)
                                                || Character.getType(c) == Character.SURROGATE);
        if (!clean) {
            problem(
                    key,
                    lineOf(key),
                    "invalid_text",
                    "\""
                            + key
                            + "\" can't be "
                            + Rejection.shown(text)
                            + "; write 1 to "
                            + max
                            + " characters on one line, without space at the ends.");
            return null;
        }
        return text;
    }

    @Nullable BigDecimal amount(String key, int integerDigits, int decimals) {
        String text = text(key);
        if (text == null) {
            if (absent(key)) {
                missing(key, "a number from 0");
            }
            return null;
        }
        return number(key, lineOf(key), text, integerDigits, decimals);
    }

    /** A number above 0. */
    @Nullable BigDecimal positive(String key, int digits) {
        BigDecimal number = amount(key, digits, DECIMALS);
        if (number != null && number.signum() == 0) {
            problem(key, lineOf(key), "invalid_number", "\"" + key + "\" must be above 0.");
            return null;
        }
        return number;
    }

    /** A number from 0, or what stands for none. */
    @Nullable BigDecimal amountOr(String key, @Nullable BigDecimal fallback, int digits) {
        return absent(key) ? fallback : amount(key, digits, PriceFile.RATE_DECIMALS_MAX);
    }

    @Nullable BigDecimal number(
            String key, int line, String text, int integerDigits, int decimals) {
        BigDecimal number = DecimalText.parse(text, integerDigits, decimals);
        if (number == null || number.signum() < 0) {
            problem(
                    key,
                    line,
                    "invalid_number",
                    "\""
                            + key
                            + "\" can't be "
                            + Rejection.shown(text)
                            + "; write a number from 0 with at most "
                            + integerDigits
                            + " digits before and "
                            + decimals
                            + " after the point.");
            return null;
        }
        return number;
    }

    @Nullable Instant from() {
        if (absent("from")) {
            missing("from", "a date such as 2026-01-31 from which this holds");
        }
        return time("from");
    }

    @Nullable Instant to(@Nullable Instant from) {
        Instant to = time("to");
        if (to != null && from != null && !to.isAfter(from)) {
            problem(
                    "to",
                    lineOf("to"),
                    "empty_period",
                    "\"to\" must be later than \"from\"; it is the first moment at which this no"
                            + " longer holds.");
        }
        return to;
    }

    /** A date or an instant, {@code null} where there is none or a bad one. */
    @Nullable Instant time(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        Instant time = null;
        try {
            if (text.length() == 10) {
                time = LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            } else if (text.length() <= 40) {
                time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException unreadable) {
            // Told below, together with times out of range.
        }
        if (time == null || time.isBefore(TIME_MIN) || time.isAfter(TIME_MAX)) {
            problem(
                    key,
                    lineOf(key),
                    "invalid_time",
                    "\""
                            + key
                            + "\" can't be "
                            + Rejection.shown(text)
                            + "; write a date such as 2026-01-31 (midnight UTC) or an instant such"
                            + " as 2026-01-31T12:00:00Z, from 1970 on.");
            return null;
        }
        return time;
    }
}
