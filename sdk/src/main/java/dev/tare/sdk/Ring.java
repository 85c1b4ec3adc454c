package dev.tare.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * Entries one behind the other in a piece of memory that begins anew at its end. Any thread may
 * write; one reads and releases.
 *
 * <p>Places are counted on and on; a place's offset is its remainder. An entry is a word, a length,
 * a checksum and the bytes, and begins at a multiple of 8. The word is written last: it holds the
 * place itself, so that what an earlier round left at the same offset is never taken for an entry,
 * and what a killed process had begun is passed over.
 */
final class Ring {
    /** What {@link #claim} says when there is no room; nothing was claimed. */
    static final long FULL = -1;

    /** What {@link #claim} says behind {@link #close()}. */
    static final long CLOSED = -2;

    static final int STEP = 8;
    static final int HEAD = 16;

    /** What a place holds. */
    enum Kind {
        /** Nothing yet, or not yet whole. */
        NOTHING(0),
        /** An event. */
        EVENT(1),
        /** Eight bytes to pass over. */
        SKIP(2),
        /** Nothing more up to the end of the memory. */
        TURN(3);

        private final int bits;

        Kind(int bits) {
            this.bits = bits;
        }
    }

    private static final long MAGIC = 0x5461_7265_4576_7400L;
    private static final long CLOSED_BIT = Long.MIN_VALUE;
    private static final int PAGE = 4_096;
    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer memory;
    private final int capacity;
    private final AtomicLong write = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /** Memory of a file, or {@link ByteBuffer#allocateDirect}; its size is a multiple of a page. */
    Ring(ByteBuffer memory) {
        this.memory = memory.order(ByteOrder.LITTLE_ENDIAN);
        this.capacity = memory.capacity();
    }

    /** Where reading and writing go on. */
    void begin(long readFrom, long writeFrom) {
        read.set(readFrom);
        write.set(writeFrom);
    }

    int capacity() {
        return capacity;
    }

    /** The size of an entry that holds that many bytes. */
    static int size(int length) {
        return (HEAD + length + STEP - 1) & -STEP;
    }

    /** Reserves room; what is claimed must be filled or abandoned, at once. */
    long claim(int length) {
        int size = size(length);
        while (true) {
            long place = write.get();
            if (place < 0) {
                return CLOSED;
            }
            int left = capacity - offset(place);
            int turn = left < size ? left : 0;
            if (place + turn + size - read.get() > capacity) {
                return FULL;
            }
            if (write.compareAndSet(place, place + turn + size)) {
                if (turn > 0) {
                    mark(place, Kind.TURN);
                }
                return place + turn;
            }
        }
    }

    /** Writes a claimed entry. Once it returns, the entry outlives the process. */
    void fill(long place, byte[] bytes, int length, int check) {
        int at = offset(place);
        memory.putInt(at + 8, length);
        memory.putInt(at + 12, check(place, length, check));
        memory.put(at + HEAD, bytes, 0, length);
        markAt(at, place, Kind.EVENT);
    }

    /** Makes everything from one place to the other something to pass over. */
    void skip(long from, long to) {
        // From behind, so that the front says nothing before all of it is passed over.
        for (long place = to - STEP; place >= from; place -= STEP) {
            mark(place, Kind.SKIP);
        }
    }

    void mark(long place, Kind kind) {
        markAt(offset(place), place, kind);
    }

    private void markAt(int at, long place, Kind kind) {
        LONGS.setRelease(memory, at, (place | kind.bits) ^ MAGIC);
    }

    Kind kind(long place) {
        long word = (long) LONGS.getAcquire(memory, offset(place)) ^ MAGIC;
        if ((word & -STEP) != place) {
            return Kind.NOTHING;
        }
        return switch ((int) (word & (STEP - 1))) {
            case 1 -> Kind.EVENT;
            case 2 -> Kind.SKIP;
            case 3 -> Kind.TURN;
            default -> Kind.NOTHING;
        };
    }

    /** The place that the word at an offset names, whatever stands there. */
    long named(int offset) {
        return ((long) LONGS.getAcquire(memory, offset) ^ MAGIC) & -STEP;
    }

    int lengthAt(long place) {
        return lengthAtOffset(offset(place));
    }

    int lengthAtOffset(int at) {
        return memory.getInt(at + 8);
    }

    /** Whether length, checksum and bytes there belong together, and to this place. */
    boolean isWhole(long place, byte[] scratch, CRC32C crc) {
        return isWholeAt(place, offset(place), scratch, crc);
    }

    /** The same for a ring that may have had another size. */
    boolean isWholeAt(long place, int at, byte[] scratch, CRC32C crc) {
        if (at > capacity - HEAD - STEP) {
            return false;
        }
        int length = lengthAtOffset(at);
        return length > 0
                && length <= EventForm.BYTES_MAX
                && length <= capacity - at - HEAD
                && Entry.canBeOne(memory.get(at + HEAD), memory.get(at + HEAD + length - 1), length)
                && copied(place, at, scratch, 0, crc);
    }

    /**
     * Copies the bytes of an entry whose length is known to be one.
     *
     * @return whether they are as they were written
     */
    boolean copy(long place, byte[] into, int intoAt, CRC32C crc) {
        return copied(place, offset(place), into, intoAt, crc);
    }

    private boolean copied(long place, int at, byte[] into, int intoAt, CRC32C crc) {
        int length = lengthAtOffset(at);
        memory.get(at + HEAD, into, intoAt, length);
        int check = Entry.check(into, intoAt, length, crc);
        return memory.getInt(at + 12) == check(place, length, check);
    }

    private static int check(long place, int length, int check) {
        return check ^ (int) (((place + 1) * 0x9E37_79B9_7F4A_7C15L + length) >>> 32);
    }

    /** Gives everything before this place free. */
    void release(long place) {
        read.set(place);
    }

    long readFrom() {
        return read.get();
    }

    /** Behind the last claimed entry. */
    long end() {
        return write.get() & ~CLOSED_BIT;
    }

    /** From now on nothing can be claimed. */
    void close() {
        write.updateAndGet(place -> place | CLOSED_BIT);
    }

    int offset(long place) {
        return (int) (place % capacity);
    }

    /**
     * Has the system make the pages ready that are written next, so that no caller waits for it.
     * Adding nothing changes nothing, not even beside a thread that writes there.
     */
    void touch(int ahead) {
        long from = end();
        for (long place = from; place < from + Math.min(ahead, capacity); place += PAGE) {
            LONGS.getAndAdd(memory, offset(place & -STEP), 0L);
        }
    }
}
