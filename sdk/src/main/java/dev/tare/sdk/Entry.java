package dev.tare.sdk;

import dev.tare.sdk.UsageFields.Pair;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An event as it lies in the spool, written by the caller's thread. For one thread at a time; used
 * again.
 *
 * <p>The compact form is made to be written quickly: values as they are in memory, and behind them
 * the {@link Shape}, everything that an application says again and again, as it was written out
 * once. The sender's thread makes JSON of it ({@link EntryReader}). What has no place in it, being
 * long or strange, is written as JSON here; its first byte, <code>{</code>, says so.
 *
 * <pre>
 * compact = form(1) outcome(1) present(2) length-of-shape(4) number(8) second(8) nano(4)
 *           [milliseconds(8)] [user] value-of-unit* value-of-metadata*
 *           [error] [credits] [cost] [fingerprint] shape
 * value   = LONG number(8) / TEXT text / DECIMAL text / TRUE / FALSE
 * </pre>
 *
 * Numbers have their low byte first; texts are those of {@link CompactText}.
 */
final class Entry {
    static final byte COMPACT = 1;

    /** What may be left out, and is there. */
    static final int PROCESSING = 1;

    static final int USER = 2;
    static final int ERROR = 4;
    static final int CREDITS = 8;
    static final int COST = 16;
    static final int FINGERPRINT = 32;

    /** What kind of value follows. */
    static final byte LONG = 0;

    static final byte TEXT = 1;
    static final byte DECIMAL = 2;
    static final byte TRUE = 3;
    static final byte FALSE = 4;

    static final int OUTCOME_AT = 1;
    static final int PRESENT_AT = 2;
    static final int SHAPE_LENGTH_AT = 4;
    static final int NUMBER_AT = 8;
    static final int SECOND_AT = 16;
    static final int NANO_AT = 24;
    static final int VALUES_AT = 28;

    static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of the years 1 to 9999. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;

    /** Some versions of Java can't read a number that is far from 1. */
    private static final int SCALE_MAX = 1_000_000;

    /** Such an event has, as JSON, far less than {@link EventForm#BYTES_MAX}. */
    private static final int ROOM = 2_048;

    private final Shapes shapes;
    private final CRC32C crc = new CRC32C();
    private final byte[] compact = new byte[ROOM];
    private @Nullable Shape lastShape;
    private @Nullable EventForm form;
    private byte[] bytes = compact;
    private int length;
    private int check;
    private int present;

    Entry(Shapes shapes) {
        this.shapes = shapes;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Of all bytes. */
    int check() {
        return check;
    }

    void write(UsageFields<?> event, long number, Instant time) {
        Shape shape = shape(event);
        int at = shape == null ? ROOM : values(event, shape);
        if (shape == null || at + shape.bytes.length > ROOM || !isOfOurTimes(time)) {
            json(event, number, time);
            return;
        }
        form = null; // It may be large.
        byte[] into = compact;
        long front = COMPACT | (long) event.outcome.code << 8 | (long) present << 16;
        LONGS.set(into, 0, front | (long) shape.bytes.length << 32);
        LONGS.set(into, NUMBER_AT, number);
        LONGS.set(into, SECOND_AT, time.getEpochSecond());
        INTS.set(into, NANO_AT, time.getNano());
        System.arraycopy(shape.bytes, 0, into, at, shape.bytes.length);
        crc.reset();
        crc.update(into, 0, at);
        bytes = into;
        length = at + shape.bytes.length;
        check = together((int) crc.getValue(), shape.check);
    }

    /** Others are written by the caller's thread, which hears of it where they can't be. */
    private static boolean isOfOurTimes(Instant time) {
        long second = time.getEpochSecond();
        return second >= FIRST_SECOND && second <= LAST_SECOND;
    }

    private void json(UsageFields<?> event, long number, Instant time) {
        EventForm written = form == null ? new EventForm() : form;
        form = written;
        written.write(event, shapes.source(), number, time);
        bytes = written.json.array();
        length = written.json.length();
        crc.reset();
        crc.update(bytes, 0, length);
        check = (int) crc.getValue();
    }

    /** The check that goes with bytes which were read; whether they are compact, they say. */
    static int check(byte[] bytes, int from, int length, CRC32C crc) {
        int front = length;
        if (isCompact(bytes, from) && length >= VALUES_AT) {
            front = length - (int) INTS.get(bytes, from + SHAPE_LENGTH_AT);
        }
        if (front < VALUES_AT || front >= length) {
            crc.reset();
            crc.update(bytes, from, length);
            return (int) crc.getValue();
        }
        crc.reset();
        crc.update(bytes, from, front);
        int values = (int) crc.getValue();
        crc.reset();
        crc.update(bytes, from + front, length - front);
        return together(values, (int) crc.getValue());
    }

    /**
     * Whether an entry can begin and end so. Asked at any place of a ring before as many bytes are
     * looked at as a number that happens to stand there says.
     */
    static boolean canBeOne(byte first, byte last, int length) {
        return first == COMPACT ? length <= ROOM : first == '{' && last == '}';
    }

    static boolean isCompact(byte[] bytes, int from) {
        return bytes[from] == COMPACT;
    }

    /** The shape's check is known already: it needn't be summed up again for each event. */
    private static int together(int values, int shape) {
        return values ^ Integer.rotateLeft(shape, 9);
    }

    private @Nullable Shape shape(UsageFields<?> event) {
        // Most often the same as before, and then the texts themselves need not be looked at.
        Shape shape = lastShape;
        if (shape == null || !shape.isOf(event)) {
            shape = shapes.of(event);
            lastShape = shape;
        }
        return shape;
    }

    /**
     * Each field is looked at once: who says more of a call while it is recorded, which nobody
     * should, has it in the event or not, but never half of it.
     */
    private int values(UsageFields<?> event, Shape shape) {
        int at = VALUES_AT;
        present = 0;
        long milliseconds = event.processingMs;
        if (milliseconds != UsageFields.NOT_MEASURED) {
            present = PROCESSING;
            LONGS.set(compact, at, milliseconds);
            at += Long.BYTES;
        }
        at = text(at, USER, event.user);
        at = pairs(at, event.quantities.first, shape.units());
        at = pairs(at, event.metadata.first, shape.metadata());
        at = text(at, ERROR, event.error);
        at = decimal(at, CREDITS, event.credits);
        at = decimal(at, COST, event.cost);
        return text(at, FINGERPRINT, event.fingerprint);
    }

    private int text(int at, int field, @Nullable String text) {
        if (text == null) {
            return at;
        }
        present |= field;
        return CompactText.write(compact, at, text);
    }

    private int decimal(int at, int field, @Nullable BigDecimal value) {
        if (value == null) {
            return at;
        }
        present |= field;
        return decimal(at, value);
    }

    private int pairs(int from, @Nullable Pair first, int count) {
        int at = from;
        Pair pair = first;
        for (int left = count; left > 0 && pair != null; left--) {
            if (at > ROOM - 1 - Long.BYTES) {
                return CompactText.over(compact);
            }
            Object other = pair.other;
            if (other == null) {
                compact[at] = LONG;
                LONGS.set(compact, at + 1, pair.number);
                at += 1 + Long.BYTES;
            } else if (other instanceof Boolean truth) {
                compact[at++] = truth ? TRUE : FALSE;
            } else if (other instanceof BigDecimal decimal) {
                compact[at] = DECIMAL;
                at = decimal(at + 1, decimal);
            } else {
                compact[at] = TEXT;
                at = CompactText.write(compact, at + 1, other.toString());
            }
            pair = pair.next;
        }
        return at;
    }

    private int decimal(int at, BigDecimal value) {
        // A kind made by others may say of itself what nobody can read.
        return value.getClass() == BigDecimal.class && Math.abs((long) value.scale()) <= SCALE_MAX
                ? CompactText.write(compact, at, value.toString())
                : CompactText.over(compact);
    }
}
