package dev.tare.sdk;

import dev.tare.sdk.SpoolHeader.Word;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A ring of events with its header: in a file, or in memory where no file can be had. */
final class Spool {
    final SpoolHeader header;
    final Ring ring;

    /** Events left by earlier processes, found when it was opened. */
    final long found;

    /** Events found that could not be read any more. */
    final long damaged;

    private final @Nullable Path file;
    private final LongAdder written = new LongAdder();
    private final AtomicLong handled = new AtomicLong();

    Spool(SpoolHeader header, Ring ring, @Nullable Path file, long found, long damaged) {
        this.header = header;
        this.ring = ring;
        this.file = file;
        this.found = found;
        this.damaged = damaged;
    }

    /** Lost with the process. */
    static Spool inMemory(int bytes, long spoolId) {
        SpoolHeader header = new SpoolHeader(ByteBuffer.allocateDirect(SpoolHeader.SIZE));
        header.write(spoolId, bytes);
        return new Spool(header, new Ring(ByteBuffer.allocateDirect(bytes)), null, 0, 0);
    }

    @Nullable Path file() {
        return file;
    }

    /** As it stands in the header {@code Tare-Tracker}. */
    String id() {
        return String.format("%016x", header.spoolId());
    }

    /** Whether it has been put in; otherwise there was no room, or it is closed. */
    boolean put(Entry entry) {
        int length = entry.length();
        long place = ring.claim(length);
        if (place < 0) {
            return false;
        }
        // Counted first: an atomic step behind the copy would wait until the copy is in the caches.
        written.increment();
        boolean filled = false;
        try {
            ring.fill(place, entry.bytes(), length, entry.check());
            filled = true;
        } finally {
            if (!filled) {
                written.decrement();
                // Otherwise the reader would wait for this place for ever.
                ring.skip(place, place + Ring.size(length));
            }
        }
        return true;
    }

    /** Events that wait. */
    long waiting() {
        return Math.max(0, found + written.sum() - handled.get());
    }

    /** Forgets what lies before this place: so many events, of which so many were refused. */
    void handled(long place, long events, long rejected) {
        if (rejected > 0) {
            header.add(Word.REJECTED, rejected);
        }
        header.set(Word.READ_FROM, place);
        ring.release(place);
        handled.addAndGet(events);
    }

    /** Waits, not for long, until every thread that had begun to write is done. */
    void settle(long nanosMax) {
        long until = System.nanoTime() + nanosMax;
        long end = ring.end();
        for (long place = ring.readFrom(); place < end && System.nanoTime() < until; ) {
            switch (ring.kind(place)) {
                case EVENT -> place += Ring.size(ring.lengthAt(place));
                case SKIP -> place += Ring.STEP;
                case TURN -> place += ring.capacity() - ring.offset(place);
                case NOTHING -> Thread.onSpinWait();
            }
        }
    }

    boolean isEmpty() {
        return ring.readFrom() == ring.end();
    }

    /** Whether there are losses that the server hasn't been told of. */
    boolean hasToTell() {
        return header.get(Word.DROPPED) != header.get(Word.DROPPED_TOLD)
                || header.get(Word.REJECTED) != header.get(Word.REJECTED_TOLD);
    }
}
