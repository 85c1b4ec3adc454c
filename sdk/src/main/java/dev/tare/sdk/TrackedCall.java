package dev.tare.sdk;

import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that the tracker watches: begin, duration and outcome are recorded, and what you say of
 * it.
 *
 * <p>Whatever the work returns or throws reaches the caller untouched. Nothing that goes wrong in
 * the tracking does.
 */
public final class TrackedCall extends UsageFields<TrackedCall> {
    private final ApiCostTracker tracker;
    private @Nullable Instant begun;
    private long begunNanos;

    TrackedCall(ApiCostTracker tracker, String provider, String operation) {
        super(provider, operation);
        this.tracker = tracker;
    }

    @Override
    TrackedCall self() {
        return this;
    }

    /**
     * The call to the provider.
     *
     * @param <T> what it answers
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T run() throws X;
    }

    /** Does the work and records it. */
    public <T extends @Nullable Object, X extends Exception> T around(Work<T, X> work) throws X {
        return around(work, (result, call) -> {});
    }

    /**
     * Does the work and records it.
     *
     * @param reader reads quantities and the like from the answer; what it throws is noted in the
     *     event's metadata as {@code tracker_reader}, and goes no further
     */
    public <T extends @Nullable Object, X extends Exception> T around(
            Work<T, X> work, BiConsumer<? super T, ? super TrackedCall> reader) throws X {
        begin();
        T result;
        try {
            result = work.run();
        } catch (Throwable thrown) {
            end(thrown);
            throw thrown;
        }
        // The duration is the work's, not the reader's.
        stop();
        read(result, reader);
        tracker.take(this);
        return result;
    }

    /** For calls that don't end where they begin, such as asynchronous ones: starts the watch. */
    public TrackedCall begin() {
        try {
            begun = tracker.now();
            begunNanos = tracker.nanos();
        } catch (Throwable unexpected) {
            tracker.failed(unexpected);
        }
        return this;
    }

    /** Records that it answered. To be called once, by any one thread. */
    public void end() {
        stop();
        tracker.take(this);
    }

    /** Records that it failed, or was cancelled, by the exception's kind. */
    public void end(Throwable thrown) {
        stop();
        try {
            outcome(Outcome.of(thrown));
            error(thrown.toString());
        } catch (Throwable unprintable) {
            error(thrown.getClass().getName());
        }
        tracker.take(this);
    }

    private void stop() {
        try {
            if (begun != null) {
                time(begun);
                processingMs = Math.max(0, (tracker.nanos() - begunNanos) / 1_000_000);
            }
        } catch (Throwable unexpected) {
            tracker.failed(unexpected);
        }
    }

    private <T extends @Nullable Object> void read(
            T result, BiConsumer<? super T, ? super TrackedCall> reader) {
        try {
            reader.accept(result, this);
        } catch (Throwable thrown) {
            metadata("tracker_reader", thrown.getClass().getName());
            tracker.failed(thrown);
        }
    }
}
