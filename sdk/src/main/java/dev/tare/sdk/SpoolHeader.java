package dev.tare.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first page of a spool: what it is, how far it was sent, and what was counted over restarts.
 * Each number lies in one word together with a check of itself, so that a kill never leaves half a
 * number, and a damaged one is seen.
 */
final class SpoolHeader {
    /** Bytes it takes. */
    static final int SIZE = 4_096;

    /** The numbers kept, each in a cache line of its own. */
    enum Word {
        CAPACITY(64),
        /** Up to where the server has acknowledged. */
        READ_FROM(128),
        DROPPED(192),
        REJECTED(256),
        /** What of the two above the server has been told. */
        DROPPED_TOLD(320),
        REJECTED_TOLD(384);

        private final int offset;

        Word(int offset) {
            this.offset = offset;
        }
    }

    /** The second form of spools: its events may be compact. */
    private static final long MAGIC = 0x3230_4C4F_5053_4154L;

    /** The first form, with events as JSON only, is read as well. */
    private static final long FIRST_MAGIC = 0x3130_4C4F_5053_4154L;

    private static final long VALUE_BITS = (1L << 48) - 1;
    private static final int ID_AT = 8;
    private static final int ID_CHECK_AT = 16;
    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer memory;

    /** Of a file's mapping, or direct: other buffers don't order what is written. */
    SpoolHeader(ByteBuffer memory) {
        this.memory = memory.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Makes it the header of a new spool. */
    void write(long spoolId, int capacity) {
        memory.putLong(ID_AT, spoolId);
        memory.putLong(ID_CHECK_AT, spread(spoolId));
        for (Word word : Word.values()) {
            set(word, 0);
        }
        set(Word.CAPACITY, capacity);
        memory.putLong(0, MAGIC);
    }

    /** Before something is written into a spool that may be of the first form. */
    void renew() {
        memory.putLong(0, MAGIC);
    }

    boolean isSound() {
        long magic = memory.getLong(0);
        boolean sound = (magic == MAGIC || magic == FIRST_MAGIC) && hasId();
        for (Word word : Word.values()) {
            sound &= isSound(word);
        }
        return sound;
    }

    boolean hasId() {
        return memory.getLong(ID_CHECK_AT) == spread(memory.getLong(ID_AT));
    }

    boolean isSound(Word word) {
        return decoded((long) LONGS.getAcquire(memory, word.offset)) >= 0;
    }

    long spoolId() {
        return memory.getLong(ID_AT);
    }

    /** The number; 0 where it is damaged. */
    long get(Word word) {
        return Math.max(0, decoded((long) LONGS.getAcquire(memory, word.offset)));
    }

    void set(Word word, long value) {
        LONGS.setRelease(memory, word.offset, encoded(value));
    }

    /** Callable by any thread. */
    void add(Word word, long more) {
        long before;
        do {
            before = (long) LONGS.getAcquire(memory, word.offset);
        } while (!LONGS.compareAndSet(
                memory, word.offset, before, encoded(Math.max(0, decoded(before)) + more)));
    }

    private static long encoded(long value) {
        return (value & VALUE_BITS) | (spread(value & VALUE_BITS) << 48);
    }

    private static long decoded(long word) {
        long value = word & VALUE_BITS;
        return encoded(value) == word ? value : -1;
    }

    /** Never 0 for 0: an empty page is no header. */
    private static long spread(long value) {
        long mixed = (value + 0x9E37_79B9_7F4A_7C15L) * 0xBF58_476D_1CE4_E5B9L;
        return mixed ^ (mixed >>> 29) ^ (mixed >>> 47);
    }
}
