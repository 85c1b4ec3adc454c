package dev.tare.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes groups of frames at the journal's end. Used by one thread.
 *
 * <p>After a failed write the segment is cut back to its durable end. After a failed fsync it is
 * never written again: the system may have dropped the bytes and still report the next fsync as
 * good. Then, or where the cut fails too, a new segment is begun at the durable end, and its start
 * says that whatever lies behind that offset in the old one isn't part of the journal.
 */
final class SegmentWriter implements Closeable {
    private static final int BUFFER = 256 << 10;

    private final JournalFolder folder;
    private final DurableMark mark;
    private final long segmentBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private Disk.WritableFile file;
    private Segment segment;
    private long durable;
    private long place;

    private volatile Syncs syncs = new Syncs(0, 0, 0);

    /** Bytes may lie behind the durable end. */
    private boolean uncertain;

    /** The mark may say that nothing behind the durable end counts; it must not once there is. */
    private boolean tailRefused;

    /** The segment must not be written any more; the next one starts at the durable end. */
    private boolean retired;

    SegmentWriter(
            JournalFolder folder,
            Disk.WritableFile file,
            long durable,
            DurableMark mark,
            long segmentBytes) {
        this.folder = folder;
        this.file = file;
        this.segment = folder.last();
        this.durable = durable;
        this.mark = mark;
        this.segmentBytes = segmentBytes;
    }

    /** The logical offset up to which everything is on disk. */
    long durable() {
        return durable;
    }

    /** What fsyncs of groups took. */
    record Syncs(long count, long nanos, long lastNanos) {}

    Syncs syncs() {
        return syncs;
    }

    /** Puts the group on disk: all of it, or an exception and nothing. */
    void commit(List<Waiting> group) throws IOException {
        mend();
        long bytes = group.stream().mapToLong(Waiting::bytes).sum();
        if (durable > segment.start() && durable - segment.start() + bytes > segmentBytes) {
            retired = true; // Even if the next one can't be begun now: it may be there already.
            mend();
        }
        uncertain = true;
        write(group);
        retired = true;
        force();
        retired = false;
        uncertain = false;
        durable += bytes;
        mark.write(durable);
    }

    private void force() throws IOException {
        long begin = System.nanoTime();
        file.force();
        long took = System.nanoTime() - begin;
        Syncs before = syncs;
        syncs = new Syncs(before.count() + 1, before.nanos() + took, took);
    }

    /**
     * Leaves word for the next opening that what lies behind the durable end was refused. To be
     * called where {@link #mend} failed; returns whether the word is on disk.
     */
    boolean refuseTail() {
        tailRefused = true; // Even if it fails: it may have been written.
        try {
            mark.refuseBehind(durable);
            return true;
        } catch (IOException notWritten) {
            return false;
        }
    }

    /** Makes the journal's end whole again after a failure; does nothing where it is. */
    void mend() throws IOException {
        if (uncertain) {
            if (cut()) {
                uncertain = false;
            } else {
                retired = true;
            }
        }
        if (retired) {
            roll();
            uncertain = false;
            retired = false;
        }
        if (tailRefused) {
            mark.accept(durable); // Durably, or no record that comes now would survive a restart.
            tailRefused = false;
        }
    }

    private boolean cut() {
        try {
            file.truncate(segment.place(durable));
            file.force();
            return true;
        } catch (IOException notCut) {
            return false; // The caller begins a new segment, which has the same effect.
        }
    }

    private void roll() throws IOException {
        Disk.WritableFile next = folder.begin(durable);
        Disk.WritableFile old = file;
        file = next;
        segment = folder.last();
        try {
            old.close();
        } catch (IOException unimportant) {
            // Everything in it that counts is on disk.
        }
    }

    private void write(List<Waiting> group) throws IOException {
        long offset = durable;
        place = segment.place(durable);
        buffer.clear();
        for (Waiting record : group) {
            if (buffer.remaining() < Frame.HEAD) {
                flush();
            }
            record.frame((int) (offset - durable)).writeHead(buffer, offset);
            int done = 0;
            while (done < record.payload().length) {
                if (!buffer.hasRemaining()) {
                    flush();
                }
                int part = Math.min(buffer.remaining(), record.payload().length - done);
                buffer.put(record.payload(), done, part);
                done += part;
            }
            offset += record.bytes();
        }
        flush();
    }

    private void flush() throws IOException {
        buffer.flip();
        int bytes = buffer.remaining();
        file.write(buffer, place);
        place += bytes;
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
