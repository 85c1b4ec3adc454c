package dev.tare.server.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The head in front of each payload. Its sum covers the logical offset too, so that a frame counts
 * only where it was written.
 *
 * @param length bytes of the payload
 * @param type the record's type
 * @param group bytes from the first frame of the same fsync to this one
 * @param bodySum CRC32C of the payload
 */
record Frame(int length, byte type, int group, int bodySum) {
    /** Bytes of a head. */
    static final int HEAD = 4 + 1 + 4 + 4 + 4;

    private static final int SUMMED = HEAD - 4;

    /** Head and payload. */
    static long bytes(int payload) {
        return (long) HEAD + payload;
    }

    /** Appends the head of a frame at that logical offset. */
    void writeHead(ByteBuffer into, long offset) {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        head.putInt(length).put(type).putInt(group).putInt(bodySum);
        head.putInt(headSum(head.array(), 0, offset));
        into.put(head.flip());
    }

    /** Whether a head of this offset stands there. */
    static boolean isHead(byte[] bytes, int at, long offset) {
        int length = intAt(bytes, at);
        byte type = bytes[at + 4];
        // The cheap half first: a search for a head asks at every byte.
        return length >= 0
                && type > 0
                && type <= RecordCodec.TYPE_MAX
                && intAt(bytes, at + SUMMED) == headSum(bytes, at, offset);
    }

    /** The head there; its sum isn't checked. */
    static Frame at(byte[] bytes, int at) {
        return new Frame(
                intAt(bytes, at), bytes[at + 4], intAt(bytes, at + 5), intAt(bytes, at + 9));
    }

    /** The payload's sum. */
    static int sum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static int headSum(byte[] bytes, int at, long offset) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, SUMMED);
        for (int shift = 56; shift >= 0; shift -= 8) {
            crc.update((int) (offset >>> shift));
        }
        return (int) crc.getValue();
    }

    private static int intAt(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }
}
