package dev.tare.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Finds what a process left in a ring, however it ended. Looks through all of the memory: behind an
 * entry that a killed thread had begun there may be whole ones of other threads.
 */
final class Recovery {
    private final Ring ring;
    private final byte[] scratch = new byte[EventForm.BYTES_MAX];
    private final CRC32C crc = new CRC32C();
    private final List<Gap> gaps = new ArrayList<>();
    private long events;
    private long damaged;
    private long end;

    /** Between two whole entries, something that is none. */
    record Gap(long from, long to) {}

    /**
     * What was found.
     *
     * @param end behind the last whole entry
     * @param events whole entries
     * @param damaged entries that had been finished and are not whole any more
     */
    record Found(long end, long events, long damaged, List<Gap> gaps) {}

    private Recovery(Ring ring) {
        this.ring = ring;
    }

    /** Changes nothing, except that it gives a whole entry the word it lacks. */
    static Found look(Ring ring, long readFrom) {
        Recovery recovery = new Recovery(ring);
        recovery.walk(readFrom);
        return new Found(recovery.end, recovery.events, recovery.damaged, recovery.gaps);
    }

    private void walk(long readFrom) {
        long last = readFrom + ring.capacity();
        end = readFrom;
        for (long place = readFrom; place < last; ) {
            Ring.Kind kind = ring.kind(place);
            if (ring.isWhole(place, scratch, crc) && kind != Ring.Kind.TURN) {
                // Also where the word is missing: the bytes are all there, so it is an event.
                if (kind != Ring.Kind.EVENT) {
                    ring.mark(place, Ring.Kind.EVENT);
                }
                events++;
                place = sound(place, Ring.size(ring.lengthAt(place)));
            } else if (kind == Ring.Kind.TURN) {
                place = sound(place, ring.capacity() - ring.offset(place));
            } else if (kind == Ring.Kind.SKIP) {
                place = sound(place, Ring.STEP);
            } else {
                damaged += kind == Ring.Kind.EVENT ? 1 : 0;
                place += Ring.STEP;
            }
        }
    }

    private long sound(long place, int size) {
        if (place > end) {
            gaps.add(new Gap(end, place));
        }
        end = place + size;
        return end;
    }
}
