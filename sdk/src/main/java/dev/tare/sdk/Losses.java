package dev.tare.sdk;

import dev.tare.sdk.SpoolHeader.Word;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what is lost, by any thread; the sender's thread tells it. */
final class Losses {
    private final LongAdder dropped = new LongAdder();
    private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
    private long told;

    /** An event didn't get into the spool. */
    void dropped(Spool spool) {
        dropped.increment();
        spool.header.add(Word.DROPPED, 1);
    }

    /** Something failed inside the tracker, in a caller's thread. */
    void failed(Throwable thrown) {
        cause.compareAndSet(null, thrown);
    }

    /** The process ends with a spool that was memory only. */
    void ended(Spool spool) {
        long left = spool.waiting();
        dropped.add(left);
        spool.handled(spool.ring.end(), left, 0);
        spool.header.add(Word.DROPPED, left);
    }

    long count() {
        return dropped.sum();
    }

    /** By the sender's thread. */
    void report(Outbox own, Reports reports) {
        long now = dropped.sum();
        if (now > told) {
            long count = now - told;
            told = now;
            reports.tell(new TrackerReport.Dropped(count, own.spool.header.get(Word.DROPPED)));
        }
        Throwable failed = cause.getAndSet(null);
        if (failed != null) {
            reports.trouble(
                    "tracking_failed", "A call couldn't be recorded in full: " + failed, failed);
        }
    }
}
