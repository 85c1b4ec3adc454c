package dev.tare.server.journal;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalUnavailable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * One thread that takes all records waiting, writes them with one fsync and tells each. While it is
 * at the disk the next group gathers, so the group grows with the load by itself. Where many send
 * it gives them a moment more: an fsync costs the processor as much as several records.
 */
final class GroupCommit {
    private static final long GROUP_BYTES_MAX = 8 << 20;

    /** A group of so many records says that more are on their way: they are waited for. */
    private static final int CROWD = 4;

    private static final long GATHER_NANOS = 1_500_000;

    private final SegmentWriter writer;
    private final UUID journal;
    private final long groupBytesMax;
    private final long queueBytesMax;
    private final LongConsumer durable;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean closing;

    /**
     * Starts the thread.
     *
     * @param durable told each new durable end before those who wait are
     */
    GroupCommit(
            SegmentWriter writer, UUID journal, JournalSettings settings, LongConsumer durable) {
        this.writer = writer;
        this.journal = journal;
        this.groupBytesMax = Math.min(GROUP_BYTES_MAX, settings.segmentBytes());
        this.queueBytesMax = settings.queueBytesMax();
        this.durable = durable;
        this.thread = Thread.ofPlatform().daemon().name("journal-writer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<JournalPosition> submit(Waiting record) {
        lock.lock();
        try {
            if (closing) {
                return CompletableFuture.failedFuture(
                        new JournalUnavailable(
                                JournalUnavailable.Cause.CLOSED,
                                "The journal is closed; start the server again."));
            }
            // One record always fits, however large: else it could never be taken.
            if (queuedBytes > 0 && queuedBytes + record.bytes() > queueBytesMax) {
                return CompletableFuture.failedFuture(busy());
            }
            queue.add(record);
            queuedBytes += record.bytes();
            work.signal();
            return record.appended();
        } finally {
            lock.unlock();
        }
    }

    private JournalUnavailable busy() {
        return new JournalUnavailable(
                JournalUnavailable.Cause.BUSY,
                "The disk can't keep up: "
                        + queuedBytes
                        + " bytes wait for it, and more than "
                        + queueBytesMax
                        + " may not. Nothing was kept: send it again in a moment.");
    }

    /** How much waits, and what fsyncs took. */
    JournalLoad load() {
        SegmentWriter.Syncs syncs = writer.syncs();
        lock.lock();
        try {
            return new JournalLoad(
                    queue.size(), queuedBytes, syncs.count(), syncs.nanos(), syncs.lastNanos());
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what comes from now on; returns once all that waits is written or refused. */
    void close() {
        lock.lock();
        try {
            closing = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (List<Waiting> group = take(); !group.isEmpty(); group = take()) {
            commit(group);
            if (group.size() >= CROWD) {
                LockSupport.parkNanos(GATHER_NANOS);
            }
        }
    }

    /** The next group; empty only once the journal is closing and nothing waits. */
    private List<Waiting> take() {
        List<Waiting> group = new ArrayList<>();
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                work.awaitUninterruptibly();
            }
            long bytes = 0;
            for (Waiting next = queue.peek(); next != null; next = queue.peek()) {
                bytes += next.bytes();
                if (!group.isEmpty() && bytes > groupBytesMax) {
                    break;
                }
                group.add(queue.remove());
                queuedBytes -= next.bytes();
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Waiting> group) {
        long offset;
        try {
            offset = writer.durable();
            writer.commit(group);
            durable.accept(writer.durable());
        } catch (IOException | RuntimeException | Error failed) {
            JournalUnavailable refusal = refusal(failed);
            group.forEach(record -> record.appended().completeExceptionally(refusal));
            return;
        }
        for (Waiting record : group) {
            offset += record.bytes();
            record.appended().complete(new JournalPosition(journal, offset));
        }
    }

    private JournalUnavailable refusal(Throwable failed) {
        JournalUnavailable.Cause cause = causeOf(failed);
        String what =
                cause == JournalUnavailable.Cause.DISK_FULL
                        ? "The disk of the journal is full; make room, it then goes on by itself."
                        : "The journal can't be written ("
                                + failed.getMessage()
                                + "); check its disk and folder.";
        String kept = " The record was not kept: send it again.";
        try {
            writer.mend();
        } catch (IOException | RuntimeException notMended) {
            kept =
                    " Its last bytes can't be cut off either ("
                            + notMended.getMessage()
                            + "), so it stays closed to new records until they can be; it tries"
                            + " with each. Send the record again with the same id"
                            + (writer.refuseTail()
                                    ? "."
                                    : ": it may still appear after a restart.");
        }
        return new JournalUnavailable(cause, what + kept, failed);
    }

    /** Disk full, or anything else. */
    static JournalUnavailable.Cause causeOf(Throwable failed) {
        String message = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        boolean full =
                failed instanceof IOException
                        && (message.contains("no space left")
                                || message.contains("disk quota exceeded")
                                || message.contains("not enough space"));
        return full ? JournalUnavailable.Cause.DISK_FULL : JournalUnavailable.Cause.IO_ERROR;
    }
}
