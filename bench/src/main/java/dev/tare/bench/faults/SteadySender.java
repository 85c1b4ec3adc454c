package dev.tare.bench.faults;

import dev.tare.bench.faults.OwnBook.Batch;
import dev.tare.bench.faults.OwnBook.Fate;
import dev.tare.bench.load.Sender;
import dev.tare.bench.load.ServerProcess;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A sender that lives through the server's deaths: what wasn't answered is sent again with the same
 * bytes, or, now and then, given up. Every second one sends little and often, the others batches of
 * up to a thousand.
 */
final class SteadySender implements Runnable {
    private static final int ANSWER_NEVER = -1;
    private static final int GIVEN_UP_IN_100 = 20;
    private static final int WAIT_MS = 20;

    private final OwnBook book;
    private final boolean large;
    private final AtomicReference<@Nullable ServerProcess> server;
    private volatile boolean stopped;
    private volatile boolean resting;
    private volatile @Nullable String wrong;

    /**
     * One that writes into that book.
     *
     * @param server the one running now, {@code null} while none does
     */
    SteadySender(OwnBook book, boolean large, AtomicReference<@Nullable ServerProcess> server) {
        this.book = book;
        this.large = large;
        this.server = server;
    }

    /** Ends after the batch under way, answered or not. */
    void stop() {
        stopped = true;
    }

    /** Sends nothing for a while. */
    void rest(boolean wanted) {
        resting = wanted;
    }

    /** An answer that should never have come; {@code null}: none. */
    @Nullable String wrong() {
        return wrong;
    }

    @Override
    public void run() {
        Batch batch = null;
        while (!stopped) {
            ServerProcess at = server.get();
            if (at == null || resting) {
                ServerProcess.pause(WAIT_MS);
                continue;
            }
            try (Sender sender = at.sender("application/x-ndjson")) {
                while (!stopped && !resting && server.get() == at) {
                    batch = batch == null ? book.next(size()) : batch;
                    int status = sender.post(batch.body, batch.body.length);
                    batch = answered(batch, status);
                }
            } catch (IOException | RuntimeException died) {
                batch = answered(batch, ANSWER_NEVER);
                ServerProcess.pause(WAIT_MS);
            }
        }
    }

    private int size() {
        double exponent = book.random().nextDouble();
        return large ? (int) (10 * Math.pow(100, exponent)) : 1 + book.random().nextInt(3);
    }

    /** What is to be sent next: the same again, or {@code null}, something new. */
    private @Nullable Batch answered(@Nullable Batch batch, int status) {
        if (batch == null) {
            return null;
        }
        if (status == 202) {
            book.settle(batch, Fate.ACKNOWLEDGED);
            ServerProcess.pause(book.random().nextInt(large ? 400 : 8));
            return null;
        }
        if (status == 503) {
            ServerProcess.pause(WAIT_MS);
        } else if (status != ANSWER_NEVER) {
            wrong = "answered " + status;
            return null;
        }
        return book.random().nextInt(100) < GIVEN_UP_IN_100 ? null : batch;
    }
}
