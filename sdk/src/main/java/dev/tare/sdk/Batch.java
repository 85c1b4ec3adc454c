package dev.tare.sdk;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** The events of one request, one a line, as they lie in the spool. Used again for each request. */
final class Batch {
    private static final int SMALL = 1 << 16;

    private final CRC32C crc = new CRC32C();
    private final int bytesMax;
    private byte[] bytes = new byte[SMALL];
    private int length;
    private int[] ends;
    private int count;
    private int unreadable;
    private long end;

    Batch(int eventsMax, int bytesMax) {
        this.ends = new int[eventsMax];
        this.bytesMax = bytesMax;
    }

    /** Takes up to so many events from where the spool is read; one at least, if there is one. */
    void fill(Spool spool, int eventsMax) {
        Ring ring = spool.ring;
        length = 0;
        count = 0;
        unreadable = 0;
        end = ring.readFrom();
        long last = ring.end();
        while (end < last && count < Math.min(eventsMax, ends.length)) {
            switch (ring.kind(end)) {
                case EVENT -> {
                    if (!take(ring)) {
                        return;
                    }
                }
                case SKIP -> end += Ring.STEP;
                case TURN -> end += ring.capacity() - ring.offset(end);
                case NOTHING -> {
                    // Claimed, and being written at this moment.
                    return;
                }
            }
        }
    }

    private boolean take(Ring ring) {
        int size = ring.lengthAt(end);
        if (count > 0 && length + size + 1 > bytesMax) {
            return false;
        }
        if (bytes.length < length + size + 1) {
            bytes = Arrays.copyOf(bytes, Math.max(length + size + 1, bytes.length * 2));
        }
        if (ring.copy(end, bytes, length, crc)) {
            length += size;
            bytes[length++] = '\n';
            ends[count++] = length;
        } else {
            unreadable++;
        }
        end += Ring.size(size);
        return true;
    }

    /** The place behind the last one taken. */
    long end() {
        return end;
    }

    int count() {
        return count;
    }

    /** Events that the file has lost while the process ran. */
    int unreadable() {
        return unreadable;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** One event, without the end of its line. */
    byte[] event(int index) {
        return Arrays.copyOfRange(bytes, index == 0 ? 0 : ends[index - 1], ends[index] - 1);
    }
}
