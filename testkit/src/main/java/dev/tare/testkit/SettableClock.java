package dev.tare.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until a test moves it, forwards or back. Shows UTC. */
public final class SettableClock extends Clock {
    private volatile Instant now;

    /** Stands at that instant. */
    public SettableClock(Instant now) {
        this.now = now;
    }

    /** Stands at that instant, in ISO 8601 such as {@code 2026-11-23T10:00:00Z}. */
    public static SettableClock at(String now) {
        return new SettableClock(Instant.parse(now));
    }

    /** Moves it there. */
    public synchronized void set(Instant instant) {
        now = instant;
    }

    /** Moves it on; back, where the duration is negative. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        // Only the instant is used anywhere; a zone here would hide a missing one there.
        throw new UnsupportedOperationException("Name the zone where dates are made.");
    }
}
