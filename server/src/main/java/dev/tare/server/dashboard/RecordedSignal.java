package dev.tare.server.dashboard;

import java.time.Duration;

/**
 * Tells open pages that the ledger has grown. Whoever listens only learns that something is new and
 * asks for the figures itself, so a signal may stand for any number of events.
 */
public final class RecordedSignal implements AutoCloseable {
    private final Object lock = new Object();
    private long events;
    private boolean closed;

    /** Called after each ledger transaction; returns at once. */
    public void recorded(long newEvents) {
        synchronized (lock) {
            events += newEvents;
            lock.notifyAll();
        }
    }

    /** How many events have been signalled since start. */
    public long seen() {
        synchronized (lock) {
            return events;
        }
    }

    /** Whether there is nothing more to wait for. */
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /**
     * Waits until more than {@code seen} events have been signalled, the patience ends or this is
     * closed.
     *
     * @return how many events have been signalled by then
     */
    public long awaitMoreThan(long seen, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            long left = deadline - System.nanoTime();
            while (events <= seen && !closed && left > 0) {
                lock.wait(left / 1_000_000, (int) (left % 1_000_000));
                left = deadline - System.nanoTime();
            }
            return events;
        }
    }

    /** Lets everyone go who waits; the server stops. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }
}
