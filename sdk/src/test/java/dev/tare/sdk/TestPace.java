package dev.tare.sdk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Time that passes only as far as a test lets it, and then at once: a wait of the sender moves the
 * clock on. Chance is always the most it can be, unless told.
 */
final class TestPace extends Clock implements Pace {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    final List<Long> waits = new CopyOnWriteArrayList<>();
    private long passed;
    private long allowed;
    private boolean woken;
    private Duration shift = Duration.ZERO;

    /** The sender may wait so much more in all. */
    synchronized void letPass(Duration more) {
        allowed = Math.max(allowed, passed) + more.toNanos();
        notifyAll();
    }

    /** Someone sets the machine's clock; the time that passes is another matter. */
    synchronized void setBack(Duration by) {
        shift = shift.minus(by);
    }

    /** Time goes by, in which the sender is not asked. */
    synchronized void advance(Duration by) {
        passed += by.toNanos();
    }

    @Override
    public synchronized void await(long nanos) {
        while (passed + nanos > allowed && !woken) {
            try {
                wait();
            } catch (InterruptedException stranger) {
                throw new IllegalStateException(stranger);
            }
        }
        if (!woken) {
            waits.add(nanos);
            passed += nanos;
        }
        woken = false;
    }

    @Override
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    @Override
    public long chance(long bound) {
        return bound - 1;
    }

    @Override
    public synchronized long nanos() {
        return passed;
    }

    @Override
    public synchronized Instant instant() {
        return START.plusNanos(passed).plus(shift);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
