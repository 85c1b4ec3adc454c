package dev.tare.sdk;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of one call. Every field may be left out here; the server asks for user,
 * provider and operation, and what it refuses comes back as a {@link TrackerReport.Rejected}.
 * {@code null} is the same as not said. Not safe for use by several threads at once.
 *
 * @param <S> the kind itself, so that calls can be chained
 */
public abstract sealed class UsageFields<S extends UsageFields<S>>
        permits UsageRecord, TrackedCall {
    static final long NOT_MEASURED = Long.MIN_VALUE;

    private static final int UNITS_MAX = 64;
    private static final long LONGEST_SECONDS = Duration.ofDays(1_000).toSeconds();

    final String provider;
    final String operation;
    @Nullable String user;
    @Nullable String model;
    @Nullable String plan;
    @Nullable String fingerprint;
    @Nullable String error;
    @Nullable Instant time;
    @Nullable BigDecimal credits;
    @Nullable BigDecimal cost;
    Outcome outcome = Outcome.SUCCESS;
    long processingMs = NOT_MEASURED;
    final Pairs quantities = new Pairs();
    final Pairs metadata = new Pairs();

    UsageFields(String provider, String operation) {
        this.provider = provider;
        this.operation = operation;
    }

    abstract S self();

    /** On whose behalf the call is made, at most 200 characters. */
    public final S user(@Nullable String id) {
        user = id;
        return self();
    }

    /** The provider's model, at most 200 characters. */
    public final S model(@Nullable String name) {
        model = name;
        return self();
    }

    /** The user's plan at this moment, at most 200 characters. */
    public final S plan(@Nullable String name) {
        plan = name;
        return self();
    }

    /** Equal for calls with equal input, such as a hash of it; at most 200 characters. */
    public final S fingerprint(@Nullable String text) {
        fingerprint = text;
        return self();
    }

    /**
     * How much of a unit was used, such as {@code quantity("input_tokens", 1200)}. A unit said
     * again replaces what was said before. Without any quantity the event counts as one call.
     */
    public final S quantity(String unit, long amount) {
        quantities.put(unit, amount, null);
        return self();
    }

    /**
     * As {@link #quantity(String, long)}, written digit by digit: at most 15 digits before and 9
     * after the point. There is no form for {@code double}, which couldn't say 0.1.
     */
    public final S quantity(String unit, @Nullable BigDecimal amount) {
        if (amount != null) {
            quantities.put(unit, 0, amount);
        }
        return self();
    }

    /** Credits charged to the user; without it, the operation's tariff on the server holds. */
    public final S credits(@Nullable BigDecimal amount) {
        credits = amount;
        return self();
    }

    /** The cost in USD where you know it better than the server's price book. */
    public final S cost(@Nullable BigDecimal usd) {
        cost = usd;
        return self();
    }

    /** Kept as sent, for your own evaluations; all of it together at most 4 KiB. */
    public final S metadata(String name, @Nullable String value) {
        return value == null ? self() : put(name, value);
    }

    /** As {@link #metadata(String, String)}. */
    public final S metadata(String name, long value) {
        metadata.put(name, value, null);
        return self();
    }

    /** As {@link #metadata(String, String)}. */
    public final S metadata(String name, boolean value) {
        return put(name, value);
    }

    /** As {@link #metadata(String, String)}, digit by digit. */
    public final S metadata(String name, @Nullable BigDecimal value) {
        return value == null ? self() : put(name, value);
    }

    /** When the call began; without it, the tracker's clock says so. */
    public final S time(@Nullable Instant instant) {
        time = instant;
        return self();
    }

    /** How long the call took; kept in whole milliseconds, 0 to 30 days. */
    public final S processingTime(@Nullable Duration duration) {
        if (duration == null) {
            processingMs = NOT_MEASURED;
        } else {
            // Far beyond what the server takes, so that it says so.
            long seconds = duration.toSeconds();
            boolean absurd = seconds > LONGEST_SECONDS || seconds < -LONGEST_SECONDS;
            processingMs = absurd ? LONGEST_SECONDS * 1_000 : duration.toMillis();
        }
        return self();
    }

    /** How it ended; {@link Outcome#SUCCESS} unless said. */
    public final S outcome(Outcome ending) {
        outcome = ending;
        return self();
    }

    /** The failure's text; cut off behind 2,000 characters. */
    public final S error(@Nullable String text) {
        error = text;
        return self();
    }

    private S put(String name, Object value) {
        metadata.put(name, 0, value);
        return self();
    }

    /** Names and values in order. A chain, as they are few: nothing is made that isn't used. */
    static final class Pairs {
        @Nullable Pair first;

        void put(String name, long number, @Nullable Object other) {
            Pair last = null;
            int count = 0;
            for (Pair pair = first; pair != null; pair = pair.next) {
                if (Objects.equals(pair.name, name)) {
                    pair.number = number;
                    pair.other = other;
                    return;
                }
                last = pair;
                count++;
            }
            if (last == null) {
                first = new Pair(name, number, other);
            } else if (count < UNITS_MAX) {
                last.next = new Pair(name, number, other);
            }
            // Beyond it is twice as many as the server takes: it will say so.
        }
    }

    /** A name with the number it stands for, or with something else. */
    static final class Pair {
        final String name;
        long number;
        @Nullable Object other;
        @Nullable Pair next;

        Pair(String name, long number, @Nullable Object other) {
            this.name = name;
            this.number = number;
            this.other = other;
        }
    }
}
