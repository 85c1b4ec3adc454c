package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a user is on, over a span of time.
 *
 * @param id the plan's name in events, such as {@code basic}
 * @param name the name for people
 * @param kind how it is sold
 * @param price USD per period or package, 0 for a free plan
 * @param credits credits per period or package
 * @param from first instant at which these terms hold (UTC)
 * @param to first instant at which they no longer hold, {@code null} = open
 * @param source where the terms were read, with its date
 */
public record Plan(
        String id,
        String name,
        Kind kind,
        BigDecimal price,
        BigDecimal credits,
        Instant from,
        @Nullable Instant to,
        String source) {
    /** The plan of an event that names none, until plan history says otherwise. */
    public static final String UNKNOWN = "unknown";

    /** How a plan is sold. */
    public enum Kind {
        FREE,
        SUBSCRIPTION,
        PACKAGE;

        /** The name used in files, JSON and SQL. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether these terms are in force at that time. */
    public boolean holdsAt(Instant time) {
        return !time.isBefore(from) && (to == null || time.isBefore(to));
    }
}
