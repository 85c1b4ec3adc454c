package dev.tare.server.journal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Writes the primitive forms of a payload; {@link ByteSource} reads them. */
final class ByteSink {
    private static final int LONG_DIGITS = 18;

    private final int sizeMax;
    private final Map<String, Integer> names = new HashMap<>();
    private byte[] bytes;
    private int size;

    ByteSink(int expected, int sizeMax) {
        this.sizeMax = sizeMax;
        bytes = new byte[Math.min(expected, sizeMax)];
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void u16(int value) {
        room(2);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    /** Seven bits a byte, lowest first, the high bit set on all but the last. */
    void unsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Small whether positive or negative. */
    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    /** Length in bytes, then UTF-8. */
    void text(String text) {
        int length = text.length();
        int start = size;
        unsigned(length);
        room(length);
        byte[] into = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                unicode(text);
                return;
            }
            into[at++] = (byte) c;
        }
        size = at;
    }

    private void unicode(String text) {
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException unpaired) {
            // The encoder of String would silently write "?": the record read back would differ.
            throw new IllegalArgumentException("A text in the record is no Unicode", unpaired);
        }
        int length = utf8.remaining();
        unsigned(length);
        room(length);
        utf8.get(bytes, size, length);
        size += length;
    }

    /** A text that repeats within one record: written once, then by its number. */
    void name(String name) {
        Integer known = names.putIfAbsent(name, names.size() + 1);
        if (known == null) {
            unsigned(0);
            text(name);
        } else {
            unsigned(known);
        }
    }

    /** Value and scale. */
    void decimal(BigDecimal decimal) {
        long scale = ((long) decimal.scale() << 1) ^ ((long) decimal.scale() >> 63);
        BigInteger digits = decimal.unscaledValue();
        if (decimal.precision() <= LONG_DIGITS) {
            unsigned(scale << 1);
            signed(digits.longValue());
        } else {
            unsigned(scale << 1 | 1);
            byte[] big = digits.toByteArray();
            unsigned(big.length);
            room(big.length);
            System.arraycopy(big, 0, bytes, size, big.length);
            size += big.length;
        }
    }

    /** To the nanosecond; short where it is near the base and whole microseconds. */
    void instant(Instant instant, Instant base) {
        signed(instant.getEpochSecond() - base.getEpochSecond());
        int nanos = instant.getNano();
        unsigned(nanos % 1_000 == 0 ? (nanos / 1_000L) << 1 : ((long) nanos << 1) | 1);
    }

    private void room(int more) {
        if (more > bytes.length - size) {
            long needed = (long) size + more;
            if (needed > sizeMax + 10L) {
                throw new RecordTooLarge(sizeMax);
            }
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * size, sizeMax)));
        }
    }

    /** The record's bytes pass the maximum. */
    static final class RecordTooLarge extends IllegalArgumentException {
        RecordTooLarge(int sizeMax) {
            super(
                    "The record takes more than the "
                            + sizeMax
                            + " bytes that the journal keeps as one; send smaller batches.");
        }
    }
}
