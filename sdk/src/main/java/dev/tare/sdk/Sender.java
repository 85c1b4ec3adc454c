package dev.tare.sdk;

import dev.tare.sdk.SpoolHeader.Word;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread that brings what is spooled to the server: in order, the next batch only when the one
 * before has arrived. Its own spool first, then those of ended processes.
 */
final class Sender implements Runnable {
    private static final int TOUCHED_AHEAD = 1 << 20;
    private static final long ADOPT_EVERY = Duration.ofMinutes(1).toNanos();
    private static final long TICK_MIN = Duration.ofMillis(10).toNanos();
    private static final long TICK_MAX = Duration.ofMillis(100).toNanos();
    private static final long SETTLE_MAX = Duration.ofMillis(200).toNanos();
    private static final long DONE = -1;

    private final Settings settings;
    private final Door door;
    private final Pace pace;
    private final Reports reports;
    private final Losses losses;
    private final Outbox own;
    private final @Nullable SpoolFolder folder;
    private final List<Outbox> adopted = new CopyOnWriteArrayList<>();
    private final Tally finished = new Tally();
    private final Backoff backoff;
    private final Batch batch;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private int limit;
    private long sentAt;
    private long adoptedAt;
    private boolean again = true;
    private volatile boolean hurry;
    private volatile boolean closing;
    private volatile boolean stop;

    Sender(
            Settings settings,
            Pace pace,
            Reports reports,
            Losses losses,
            Outbox own,
            @Nullable SpoolFolder folder) {
        this.settings = settings;
        this.door = new Door(settings);
        this.pace = pace;
        this.reports = reports;
        this.losses = losses;
        this.own = own;
        this.folder = folder;
        this.backoff =
                new Backoff(
                        pace,
                        settings.backoffFirst(),
                        settings.backoffLongest(),
                        Settings.RETRY_AFTER_MAX);
        this.batch = new Batch(settings.batchEvents(), settings.batchBytes());
        this.limit = settings.batchEvents();
        this.sentAt = pace.nanos();
        this.adoptedAt = sentAt - ADOPT_EVERY;
    }

    @Override
    public void run() {
        try {
            while (!stop) {
                long wait = guarded();
                if (wait == DONE) {
                    break;
                }
                if (wait > 0 && !stop) {
                    pace.await(wait);
                }
            }
        } finally {
            release();
            stopped.countDown();
            progress();
        }
    }

    /** Whatever goes wrong in a cycle, there is a next one. */
    private long guarded() {
        try {
            return cycle();
        } catch (Throwable unexpected) {
            reports.trouble("spool_failed", "Sending failed: " + unexpected, unexpected);
            again = true;
            return backoff.nextNanos(null);
        }
    }

    /** Returns how long to wait for the next one. */
    private long cycle() {
        upkeep();
        long now = pace.nanos();
        long interval = settings.flushInterval().toNanos();
        boolean full = own.spool.ring.end() - own.spool.ring.readFrom() > settings.batchBytes() / 4;
        if (!again && !hurry && !closing && !full && now - sentAt < interval) {
            return Math.max(TICK_MIN, Math.min(TICK_MAX, interval / 10));
        }
        again = false;
        boolean hurried = hurry;
        boolean last = closing;
        for (Outbox outbox : outboxes(last)) {
            long wait = step(outbox);
            if (wait != 0) {
                again = true;
                return wait;
            }
        }
        if (again) {
            return 0;
        }
        sentAt = now;
        if (hurried) {
            hurry = false;
            progress();
        }
        // What was claimed is being written at this moment: it isn't done before it is sent.
        return last ? own.isDone() ? DONE : TICK_MIN : TICK_MIN;
    }

    private List<Outbox> outboxes(boolean ownOnly) {
        List<Outbox> outboxes = new ArrayList<>();
        outboxes.add(own);
        if (!ownOnly) {
            outboxes.addAll(adopted);
        }
        return outboxes;
    }

    /** Sends one batch; returns how long to wait before the next try, 0 where all is well. */
    private long step(Outbox outbox) {
        Spool spool = outbox.spool;
        batch.fill(spool, limit);
        if (batch.count() == 0 && (batch.end() > spool.ring.readFrom() || !spool.hasToTell())) {
            if (batch.end() > spool.ring.readFrom()) {
                outbox.taken(batch, List.of(), settings.clock().instant(), reports);
                again = true;
            }
            finish(outbox);
            return 0;
        }
        long dropped = spool.header.get(Word.DROPPED);
        long rejected = spool.header.get(Word.REJECTED);
        Answer answer = door.post(batch.bytes(), batch.length(), batch.count(), outbox.tracker());
        if (answer instanceof Answer.Taken taken) {
            outbox.told(dropped, rejected);
            taken(outbox, taken.refusals());
            return 0;
        }
        if (answer instanceof Answer.Culprit culprit) {
            return culprit(outbox, culprit);
        }
        Answer.Later later = (Answer.Later) answer;
        reports.away(later);
        return backoff.nextNanos(later.retryAfter());
    }

    private void taken(Outbox outbox, List<Answer.Refusal> refusals) {
        outbox.taken(batch, refusals, settings.clock().instant(), reports);
        limit = (int) Math.min(settings.batchEvents(), limit * 2L);
        backoff.reset();
        reports.arrived();
        again = true;
        finish(outbox);
        progress();
    }

    /** Halves until it is alone. */
    private long culprit(Outbox outbox, Answer.Culprit culprit) {
        if (batch.count() == 0) {
            reports.away(new Answer.Later(culprit.code(), culprit.message(), null, null));
            return backoff.nextNanos(null);
        }
        if (batch.count() == 1) {
            taken(outbox, List.of(new Answer.Refusal(0, culprit.code(), culprit.message())));
        } else {
            limit = batch.count() / 2;
            again = true;
        }
        return 0;
    }

    /** An adopted spool that is empty is removed. */
    private void finish(Outbox outbox) {
        if (outbox != own && outbox.isDone() && adopted.remove(outbox)) {
            finished.add(outbox);
            outbox.close(true);
        }
    }

    private void upkeep() {
        losses.report(own, reports);
        own.spool.ring.touch(TOUCHED_AHEAD);
        if (folder == null || closing || pace.nanos() - adoptedAt < ADOPT_EVERY) {
            return;
        }
        adoptedAt = pace.nanos();
        try {
            for (Outbox outbox : folder.adopt()) {
                adopted.add(outbox);
                again = true;
                reportDamage(outbox);
            }
        } catch (IOException | RuntimeException failed) {
            reports.trouble(
                    "spool_unavailable", "Another spool can't be opened: " + failed, failed);
        }
    }

    void reportDamage(Outbox outbox) {
        if (outbox.spool.damaged > 0) {
            reports.tell(
                    new TrackerReport.Trouble(
                            "spool_damaged",
                            "The spool was damaged; "
                                    + outbox.spool.found
                                    + " events could be read and will be sent. The file is kept as "
                                    + outbox.spool.file()
                                    + ".damaged.",
                            null));
        }
    }

    private void release() {
        own.spool.settle(SETTLE_MAX);
        if (own.spool.file() == null) {
            losses.ended(own.spool);
        }
        losses.report(own, reports);
        // Kept even when empty: the next start needs no time to write it anew.
        own.close(false);
        adopted.forEach(outbox -> outbox.close(outbox.isDone()));
    }

    /** Adds what the spools hold and have done. */
    Tally tally() {
        Tally tally = new Tally();
        tally.add(own);
        adopted.forEach(tally::add);
        tally.add(finished);
        return tally;
    }

    private synchronized void progress() {
        notifyAll();
    }

    /** Sends without waiting for more, until what was there has arrived or the time is up. */
    synchronized boolean flush(Duration atMost) throws InterruptedException {
        long target = own.spool.ring.end();
        long until = System.nanoTime() + atMost.toNanos();
        hurry = true;
        pace.wake();
        while (own.spool.ring.readFrom() < target) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0 || stopped.getCount() == 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Sends what is there, then ends; at the latest when the time is up and a request is over. */
    void close(Duration atMost) throws InterruptedException {
        closing = true;
        pace.wake();
        boolean ended = stopped.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        stop = true;
        pace.wake();
        if (!ended) {
            // The thread is idle, or in a request: that one is not waited for.
            boolean unused = stopped.await(50, TimeUnit.MILLISECONDS);
        }
    }
}
