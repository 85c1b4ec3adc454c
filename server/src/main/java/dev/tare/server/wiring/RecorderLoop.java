package dev.tare.server.wiring;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerMovedOn;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that drives the recorder: waits for durable records, applies them, and tries again
 * where the store can't be reached. The journal goes on accepting meanwhile.
 */
final class RecorderLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecorderLoop.class);
    private static final String READING =
            "The identities of the last weeks are being read; it takes some seconds.";

    private static final Duration IDLE_WAIT = Duration.ofMillis(250);
    private static final Duration STOP_WAIT = Duration.ofMinutes(5);
    private static final long RETRY_MS_MIN = 100;
    private static final long RETRY_MS_MAX = 5_000;
    private static final int IDLE_WAITS_BEFORE_CHECKPOINT = 8;

    /** How long a ledger that others may set back isn't asked while there is nothing to record. */
    static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** So often in a row others may come first before that is told, and waited for. */
    static final int TURNS_MISSED_MAX = 20;

    /** A step over less of the journal says nothing of how fast the recorder works. */
    private static final long SMALL_STEP_BYTES = 256 << 10;

    /** The rest once all is recorded: so many times what the step took, within {@link #RHYTHM}. */
    private static final int REST_SHARE = 8;

    /** From the beginning of a step to that of the next, the rest included. */
    private static final Duration RHYTHM = Duration.ofMillis(900);

    private final Journal journal;
    private final Recorder recorder;
    private final Runnable checkpoint;
    private final Clock clock;
    private final boolean watching;
    private final Thread thread;
    private final RecorderPace pace = new RecorderPace();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable String trouble;
    private int waiting;
    private boolean prepared;
    private Instant lookAt;
    private int turnsMissed;
    private long retryMs = RETRY_MS_MIN;

    /**
     * A loop that isn't started.
     *
     * @param checkpoint run in idle times
     * @param watching whether the ledger lies where others may put back an earlier state of it
     */
    RecorderLoop(
            Journal journal,
            Recorder recorder,
            Runnable checkpoint,
            Clock clock,
            boolean watching) {
        this.clock = clock;
        this.watching = watching;
        this.lookAt = clock.instant();
        this.journal = journal;
        this.recorder = recorder;
        this.checkpoint = checkpoint;
        this.thread = Thread.ofPlatform().name("recorder").unstarted(this::run);
    }

    /**
     * Applies everything that waits, before the loop is started, on the thread of the caller; but
     * what takes many transactions is only begun: nobody should wait for that at a server's start.
     */
    void drain() {
        for (int missed = 0; ; missed++) {
            try {
                while (recorder.step() > 0 && recorder.slices() == null) {
                    missed = 0;
                }
                return;
            } catch (LedgerMovedOn moved) {
                if (missed == TURNS_MISSED_MAX) {
                    throw moved;
                }
            }
        }
    }

    void start() {
        trouble = READING;
        thread.start();
    }

    /** What keeps the recorder from its work, {@code null} where nothing does. */
    @Nullable String trouble() {
        return trouble;
    }

    /** How fast it works. */
    RecorderPace pace() {
        return pace;
    }

    /** Waits until everything up to that position is in the ledger; false where time ran out. */
    boolean awaitRecorded(JournalPosition position, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (this) {
            waiting++;
            notifyAll();
            try {
                while (recorder.state().position().offset() < position.offset()) {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    if (left <= 0 || !thread.isAlive()) {
                        return false;
                    }
                    wait(Math.min(left, 100));
                }
            } finally {
                waiting--;
            }
        }
        return true;
    }

    private void run() {
        Background.stepBack();
        int idleWaits = 0;
        while (stopped.getCount() > 0) {
            try {
                idleWaits = step(idleWaits);
                retryMs = RETRY_MS_MIN;
                turnsMissed = 0;
            } catch (InterruptedException interrupted) {
                return;
            } catch (StoreUnavailable unavailable) {
                if (!pauseAfter(unavailable)) {
                    return;
                }
            } catch (RuntimeException | Error fault) {
                // Going on could skip records. Stop here; the journal keeps what comes.
                trouble = String.valueOf(fault.getMessage());
                LOG.error("The recorder stopped; intake goes on into the journal", fault);
                return;
            }
        }
        putAside();
    }

    /**
     * Waits before the next try, not at all where another server was merely faster; false where all
     * is to end.
     */
    private boolean pauseAfter(StoreUnavailable unavailable) {
        boolean missed = unavailable instanceof LedgerMovedOn;
        turnsMissed = missed ? turnsMissed + 1 : 0;
        if (missed && turnsMissed <= TURNS_MISSED_MAX) {
            return true;
        }
        say(String.valueOf(unavailable.getMessage()));
        turnsMissed = 0;
        boolean goOn = pause(retryMs);
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
        return goOn;
    }

    /** Once for as long as it stays the same: an outage may last for hours. */
    private void say(String why) {
        if (!why.equals(trouble)) {
            LOG.warn("The ledger can't be written, trying again: {}", why);
        }
        trouble = why;
    }

    private void putAside() {
        try {
            recorder.putAside();
        } catch (StoreUnavailable unavailable) {
            LOG.warn("The next start reads the log: {}", unavailable.getMessage());
        }
    }

    private int step(int idleWaits) throws InterruptedException {
        prepare();
        long from = recorder.state().position().offset();
        long end = journal.end().offset();
        long begin = System.nanoTime();
        boolean worked = recorder.step() > 0;
        if (trouble != null) {
            LOG.info("The ledger is written again.");
            trouble = null;
        }
        if (worked) {
            long bytes = recorder.state().position().offset() - from;
            long nanos = System.nanoTime() - begin;
            synchronized (this) {
                notifyAll();
            }
            if (bytes >= SMALL_STEP_BYTES) {
                pace.worked(bytes, nanos);
            }
            if (recorder.state().position().offset() >= end) {
                rest(nanos);
            }
            return 0;
        }
        look();
        if (idleWaits == IDLE_WAITS_BEFORE_CHECKPOINT) {
            checkpoint.run();
            recorder.putAside();
        }
        boolean more = journal.awaitBeyond(recorder.state().position(), IDLE_WAIT);
        return more ? idleWaits : idleWaits + 1;
    }

    /** Before there is work; the server starts meanwhile. */
    private void prepare() {
        if (!prepared) {
            recorder.prepare();
            prepared = true;
            trouble = null;
            lookAt = clock.instant().plus(LOOK_EVERY);
        }
    }

    /** A database that was put back to an earlier state misses what no new event tells it of. */
    private void look() {
        Instant now = clock.instant();
        if (watching && !now.isBefore(lookAt)) {
            recorder.prepare();
            lookAt = now.plus(LOOK_EVERY);
        }
    }

    /**
     * Lets events gather: a step costs what it costs, however little there is. Without it, a
     * thousand single events a second would cost thirty transactions and a whole core. Nobody who
     * waits for the ledger has to wait for this.
     */
    private synchronized void rest(long nanosWorked) throws InterruptedException {
        long end =
                System.nanoTime()
                        + Math.min(nanosWorked * REST_SHARE, RHYTHM.toNanos() - nanosWorked);
        while (waiting == 0 && stopped.getCount() > 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    private boolean pause(long ms) {
        try {
            return !stopped.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            return false;
        }
    }

    /** Stops after the transaction under way; what is left is applied at the next start. */
    @Override
    public void close() {
        stopped.countDown();
        synchronized (this) {
            notifyAll();
        }
        try {
            thread.join(STOP_WAIT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
