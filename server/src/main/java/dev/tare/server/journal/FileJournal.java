package dev.tare.server.journal;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in a folder of files; see the package's description for its bytes.
 *
 * <p>Futures complete on the writer's thread: what is chained to them must be short and must not
 * wait for the journal.
 */
public final class FileJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    private final UUID id;
    private final JournalSettings settings;
    private final JournalFolder folder;
    private final SegmentCursor cursor;
    private final GroupCommit commits;
    private final List<Closeable> resources;
    private final ReentrantLock endLock = new ReentrantLock();
    private final Condition endMoved = endLock.newCondition();
    private volatile JournalPosition end;
    private volatile boolean closed;
    private boolean released;

    private FileJournal(
            JournalSettings settings,
            FolderLock folderLock,
            JournalFolder folder,
            SegmentWriter writer,
            DurableMark mark) {
        this.id = folder.journal();
        this.settings = settings;
        this.folder = folder;
        this.cursor = new SegmentCursor(folder);
        // Behind the last record, not behind the hole that may follow it.
        boolean empty = folder.last().start() == writer.durable();
        this.end = new JournalPosition(id, empty ? folder.last().before() : writer.durable());
        this.commits = new GroupCommit(writer, id, settings, this::durable);
        this.resources = List.of(writer, mark, cursor, folderLock);
    }

    /** Opens the journal in that folder, or begins one, with the default settings. */
    public static FileJournal open(Path folder) {
        return open(folder, JournalSettings.DEFAULT, Disk.LOCAL, UUID::randomUUID);
    }

    /**
     * Opens the journal in that folder, or begins one.
     *
     * @param newId the identity of a journal that is begun
     * @throws JournalInUse where another one has the folder open
     * @throws JournalDamaged where durable records don't check out; nothing was changed then
     * @throws JournalUnavailable where the folder can't be read or written
     */
    public static FileJournal open(
            Path folder, JournalSettings settings, Disk disk, Supplier<UUID> newId) {
        try {
            Files.createDirectories(folder);
            FolderLock lock = FolderLock.take(folder);
            try {
                FileJournal journal = open(lock, folder, settings, disk, newId);
                journal.commits.start();
                return journal;
            } catch (IOException | RuntimeException failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new JournalUnavailable(
                    GroupCommit.causeOf(failed),
                    "The journal in "
                            + folder
                            + " can't be opened ("
                            + failed
                            + "); check that the folder is there and can be written, or choose"
                            + " another data folder.",
                    failed);
        }
    }

    private static FileJournal open(
            FolderLock lock, Path path, JournalSettings settings, Disk disk, Supplier<UUID> newId)
            throws IOException {
        JournalFolder folder = JournalFolder.open(path, disk, newId);
        Segment last = folder.last();
        long marked = DurableMark.read(path, folder.journal());
        long end = TailScan.end(last, marked);
        boolean refused = DurableMark.tailRefused(path, folder.journal());
        if (refused) {
            end = Math.max(marked, last.start());
        }
        long torn = Files.size(last.file()) - last.place(end);
        Disk.WritableFile file = disk.open(last.file(), false);
        try {
            if (torn > 0) {
                LOG.warn(
                        "Cut {} bytes off {} at byte {}: a write that never finished.",
                        torn,
                        last.file(),
                        last.place(end));
                file.truncate(last.place(end));
            }
            // The last group may have been complete, but not yet on disk, when the process ended.
            file.force();
            DurableMark mark = DurableMark.open(path, folder.journal());
            if (refused) {
                mark.accept(end); // Or the records to come would be cut at the next opening.
            }
            mark.write(end);
            SegmentWriter writer =
                    new SegmentWriter(folder, file, end, mark, settings.segmentBytes());
            return new FileJournal(settings, lock, folder, writer, mark);
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
    }

    @Override
    public UUID id() {
        return id;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A record that takes more than {@link JournalSettings#recordBytesMax} bytes, or holds text
     * that is no Unicode, completes with an {@link IllegalArgumentException}.
     */
    @Override
    public CompletableFuture<JournalPosition> append(JournalRecord record) {
        byte[] payload;
        try {
            payload = RecordCodec.encode(record, settings.recordBytesMax());
        } catch (IllegalArgumentException unfit) {
            return CompletableFuture.failedFuture(unfit);
        }
        return commits.submit(new Waiting(RecordCodec.typeOf(record), payload));
    }

    @Override
    public JournalPosition end() {
        return end;
    }

    @Override
    public List<JournalEntry> read(JournalPosition from, int eventsMax) {
        JournalPosition durable = end;
        if (!from.journal().equals(id)) {
            throw new IllegalArgumentException(
                    "Position " + from + " is of another journal; this one is " + id + ".");
        }
        if (from.offset() > Math.max(durable.offset(), folder.last().start())) {
            throw new JournalDamaged(
                    "The journal ends at offset "
                            + durable.offset()
                            + ", before the position asked for, "
                            + from.offset()
                            + ": files or their ends are missing; put them back from a copy, or"
                            + " run `tare repair`.");
        }
        synchronized (cursor) {
            if (closed) {
                throw new JournalUnavailable(
                        JournalUnavailable.Cause.CLOSED, "The journal is closed.");
            }
            try {
                return cursor.read(from.offset(), eventsMax, durable.offset());
            } catch (IOException failed) {
                throw new JournalUnavailable(
                        JournalUnavailable.Cause.IO_ERROR,
                        "The journal can't be read (" + failed + "); check its disk and folder.",
                        failed);
            }
        }
    }

    @Override
    public boolean awaitBeyond(JournalPosition position, Duration atMost)
            throws InterruptedException {
        long nanos = atMost.toNanos();
        endLock.lockInterruptibly();
        try {
            while (end.offset() <= position.offset() && !closed && nanos > 0) {
                nanos = endMoved.awaitNanos(nanos);
            }
            return end.offset() > position.offset();
        } finally {
            endLock.unlock();
        }
    }

    /** A stretch of offsets whose records are lost for good, as a repair has said. */
    public record Hole(long from, long to) {}

    /** What is lost for good, oldest first; empty but after a repair. */
    public List<Hole> holes() {
        return folder.holes();
    }

    /** The oldest offset that can still be read; what is before was deleted or lost. */
    public long firstOffset() {
        return folder.firstStart();
    }

    /**
     * Where the newest file begins. A ledger may stand there though {@link #end} is before it:
     * where nothing was written yet behind a hole.
     */
    public long lastStart() {
        return folder.last().start();
    }

    /** How busy the journal is. */
    public JournalLoad load() {
        return commits.load();
    }

    /**
     * Deletes the oldest segments, as far as they end at or before that offset and weren't written
     * since that time. The caller makes sure that nobody will ask for them again.
     *
     * @return the bytes freed
     */
    public long deleteBefore(long offset, Instant writtenBefore) {
        synchronized (cursor) {
            try {
                return folder.deleteBefore(offset, writtenBefore);
            } catch (IOException failed) {
                throw new JournalUnavailable(
                        JournalUnavailable.Cause.IO_ERROR,
                        "An old file of the journal can't be deleted (" + failed + ").",
                        failed);
            }
        }
    }

    private void durable(long offset) {
        endLock.lock();
        try {
            end = new JournalPosition(id, offset);
            endMoved.signalAll();
        } finally {
            endLock.unlock();
        }
    }

    /** Writes what waits, then lets go of the folder. */
    @Override
    public void close() {
        commits.close();
        endLock.lock();
        try {
            closed = true;
            endMoved.signalAll();
        } finally {
            endLock.unlock();
        }
        synchronized (cursor) {
            if (released) {
                return; // The folder may be another's by now.
            }
            released = true;
            for (Closeable resource : resources) {
                try {
                    resource.close();
                } catch (IOException failed) {
                    LOG.warn("A file of the journal didn't close; its records are on disk", failed);
                }
            }
        }
    }
}
