package dev.tare.server.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A time at which a price holds, as people write it: a date (midnight UTC) or an instant. */
public final class PriceTime {
    /** How to write one. */
    public static final String MEND =
            "Write a date such as 2026-01-31 (midnight UTC) or an instant such as"
                    + " 2026-01-31T12:00:00Z.";

    private static final int DATE_LENGTH = "2026-01-31".length();
    private static final int LENGTH_MAX = 40;

    private PriceTime() {}

    /** The time of a text, {@code null} where it is none. */
    public static @Nullable Instant read(String text) {
        try {
            if (text.length() == DATE_LENGTH) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return text.length() > LENGTH_MAX ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
