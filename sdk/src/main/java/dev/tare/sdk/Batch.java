package dev.tare.sdk;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** The events of one request, one a line, as JSON. Used again for each request. */
final class Batch {
    private static final int SMALL = 1 << 16;

    private final CRC32C crc = new CRC32C();
    private final EntryReader reader = new EntryReader();
    private final int bytesMax;
    private byte[] entry = {};
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
        if (entry.length < size) {
            entry = new byte[size];
        }
        if (ring.copy(end, entry, 0, crc) && reader.read(entry, size)) {
            int more = reader.length() + 1;
            if (count > 0 && length + more > bytesMax) {
                return false;
            }
            append(more);
        } else {
            unreadable++;
        }
        end += Ring.size(size);
        return true;
    }

    private void append(int more) {
        if (bytes.length < length + more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        System.arraycopy(reader.json(), 0, bytes, length, more - 1);
        length += more;
        bytes[length - 1] = '\n';
        ends[count++] = length;
    }

    /** The place behind the last one taken. */
    long end() {
        return end;
    }

    int count() {
        return count;
    }

    /** Events that can't be read: the file has lost them while the process ran. */
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
