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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a price file, read field by field. What is wrong goes to the list of problems and
 * reads as {@code null}, so that reading goes on and every fault is found.
 */
final class PriceFileFields {
    static final int NAME_LENGTH_MAX = 200;
    static final int SOURCE_LENGTH_MAX = 1_000;

    private static final Instant TIME_MIN = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant TIME_MAX = Instant.parse("9999-12-31T00:00:00Z");

    private final String path;
    private final TextTree.Fields fields;
    private final List<PriceFile.Problem> problems;

    PriceFileFields(String path, TextTree.Fields fields, List<PriceFile.Problem> problems) {
        this.path = path;
        this.fields = fields;
        this.problems = problems;
    }

    /** A mapping below this one. */
    PriceFileFields within(String key, TextTree.Fields inner) {
        return new PriceFileFields(pathOf(key), inner, problems);
    }

    Map<String, TextTree> byKey() {
        return fields.byKey();
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void problem(String key, int line, String code, String message) {
        problems.add(new PriceFile.Problem(pathOf(key), code, "Line " + line + ": " + message));
    }

    int lineOf(String key) {
        TextTree node = fields.byKey().get(key);
        return node == null ? fields.line() : node.line();
    }

    void allowOnly(List<String> keys) {
        fields.byKey()
                .forEach((key, node) -> {
                    if (!keys.contains(key)) {
                        problem(
                                key,
                                node.line(),
                                "unknown_key",
                                "Key "
                                        + Rejection.shown(key)
                                        + " isn't known here; use one of "
                                        + String.join(", ", keys)
                                        + ".");
                    }
                });
    }

    /** A scalar's text, {@code null} where there is none. */
    @Nullable String text(String key) {
        return switch (fields.byKey().get(key)) {
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

    private @Nullable Instant time(String key) {
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

    boolean absent(String key) {
        TextTree node = fields.byKey().get(key);
        return node == null || node instanceof TextTree.Nothing;
    }

    void missing(String key, String mend) {
        problem(key, lineOf(key), "missing_key", "\"" + key + "\" is missing; write " + mend + ".");
    }
}
