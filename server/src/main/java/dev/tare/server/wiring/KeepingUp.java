package dev.tare.server.wiring;

import dev.tare.server.http.IntakeGate;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is accepted within what the recorder can work off. A burst is taken whole, until the
 * recorder needs {@link #TIME_MAX} for what waits; from there on no more comes in than four fifths
 * of what it works off, so that the ledger catches up however hard senders push. After a long
 * outage of the ledger that leaves room for usual traffic while hours of it are caught up.
 */
final class KeepingUp implements IntakeGate {
    /** Above it what waits must become less. */
    static final Duration TIME_MAX = Duration.ofSeconds(12);

    /**
     * How long a refusal is held. Whoever asks again at once, whatever {@code Retry-After} says,
     * would take the time in which the recorder catches up.
     */
    private static final Duration HOLD = Duration.ofMillis(250);

    private static final long SLACK_BYTES = 256 << 10;
    private static final double SHARE = 0.8;

    /** Where both stood when it became too much. */
    private record Anchor(long end, long position) {}

    private final LongSupplier end;
    private final LongSupplier position;
    private final LongFunction<Duration> timeFor;
    private volatile @Nullable Anchor anchor;

    /**
     * Watches.
     *
     * @param end where the journal ends
     * @param position how far the recorder has come in it
     * @param timeFor how long the recorder takes for so many bytes; zero where nobody can tell
     */
    KeepingUp(LongSupplier end, LongSupplier position, LongFunction<Duration> timeFor) {
        this.end = end;
        this.position = position;
        this.timeFor = timeFor;
    }

    @Override
    public long bytesBehind() {
        return Math.max(0, end.getAsLong() - position.getAsLong());
    }

    @Override
    public boolean overrun() {
        long worked = position.getAsLong();
        long taken = end.getAsLong();
        if (timeFor.apply(taken - worked).compareTo(TIME_MAX) <= 0) {
            anchor = null;
            return false;
        }
        Anchor since = anchor;
        if (since == null) {
            anchor = new Anchor(taken, worked);
            return false;
        }
        return taken - since.end > SHARE * (worked - since.position) + SLACK_BYTES;
    }

    @Override
    public void hold() {
        try {
            Thread.sleep(HOLD);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
