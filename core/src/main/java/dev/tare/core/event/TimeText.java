package dev.tare.core.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Reads a time from outside text: ISO 8601 with an offset, to the microsecond (finer digits are cut
 * off). The usual form in UTC, {@code 2026-11-23T10:15:30[.123456]Z}, is read by hand, ten times as
 * fast; any other by the platform's parser. Both give the same instant.
 */
final class TimeText {
    private static final int LENGTH_MAX = 40;
    private static final int SECOND_END = 19;
    private static final int[] NANOS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private TimeText() {}

    /**
     * The instant.
     *
     * @throws DateTimeException where the text is no such time
     */
    static Instant parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new DateTimeException("too long");
        }
        Instant time = isUsual(text) ? usual(text) : OffsetDateTime.parse(text).toInstant();
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    /** Digits where digits belong, 19 characters, perhaps a fraction, and a Z. */
    private static boolean isUsual(String text) {
        int end = text.length() - 1;
        if (end < SECOND_END || text.charAt(end) != 'Z') {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean fits =
                    switch (i) {
                        case 4, 7 -> c == '-';
                        case 10 -> c == 'T';
                        case 13, 16 -> c == ':';
                        case SECOND_END -> c == '.';
                        default -> c >= '0' && c <= '9';
                    };
            if (!fits) {
                return false;
            }
        }
        int decimals = end - SECOND_END - 1;
        return end == SECOND_END || (decimals >= 1 && decimals <= 9);
    }

    private static Instant usual(String text) {
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECOND_END);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("out of range");
        }
        int end = text.length() - 1;
        int nanos = 0;
        if (end > SECOND_END) {
            nanos = number(text, SECOND_END + 1, end) * NANOS[end - SECOND_END - 1];
        }
        long day =
                LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                        .toEpochDay();
        return Instant.ofEpochSecond(((day * 24 + hour) * 60 + minute) * 60 + second, nanos);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }
}
