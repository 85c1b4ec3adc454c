package dev.tare.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after a failure: a chance time up to a bound that doubles each time ("full
 * jitter"), so that a thousand senders don't come back in one moment. Never shorter than what the
 * server asked for, up to the longest wait of all.
 */
final class Backoff {
    private static final long LEAST_NANOS = 10_000_000;

    private final Pace pace;
    private final long firstNanos;
    private final long longestNanos;
    private final long askedMaxNanos;
    private long bound;

    Backoff(Pace pace, Duration first, Duration longest, Duration askedMax) {
        this.pace = pace;
        this.firstNanos = first.toNanos();
        this.longestNanos = longest.toNanos();
        this.askedMaxNanos = askedMax.toNanos();
        this.bound = firstNanos;
    }

    void reset() {
        bound = firstNanos;
    }

    long nextNanos(@Nullable Duration asked) {
        long chance = pace.chance(bound);
        bound = Math.min(longestNanos, bound * 2);
        if (asked == null) {
            return Math.max(LEAST_NANOS, chance);
        }
        long least = asked.compareTo(Duration.ofDays(1)) > 0 ? askedMaxNanos : asked.toNanos();
        return Math.min(askedMaxNanos, Math.max(0, least)) + Math.min(chance, longestNanos);
    }
}
