package dev.tare.server.journal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link ByteSink} wrote, and never past the end it was given. Lengths and counts are
 * checked against the bytes left before anything is allocated for them.
 */
final class ByteSource {
    private final byte[] bytes;
    private final int end;
    private final List<String> names = new ArrayList<>();
    private int at;

    ByteSource(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.at = from;
        this.end = from + length;
    }

    /** To be called behind the last field. */
    void expectEnd() {
        if (at != end) {
            throw new MalformedRecord((end - at) + " bytes are left over");
        }
    }

    int u8() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    int u16() {
        need(2);
        int high = bytes[at++] & 0xFF;
        return high << 8 | (bytes[at++] & 0xFF);
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedRecord("a number has no end");
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A count of things that take {@code bytesEach} bytes or more. */
    int count(int bytesEach) {
        long count = unsigned();
        if (count < 0 || count > (end - at) / bytesEach) {
            throw new MalformedRecord("a length passes the record's end");
        }
        return (int) count;
    }

    String text() {
        int length = count(1);
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    String name() {
        long number = unsigned();
        if (number == 0) {
            String name = text();
            names.add(name);
            return name;
        }
        if (number < 0 || number > names.size()) {
            throw new MalformedRecord("a name has an unknown number");
        }
        return names.get((int) number - 1);
    }

    BigDecimal decimal() {
        long head = unsigned();
        long zigzag = head >>> 1;
        long scale = (zigzag >>> 1) ^ -(zigzag & 1);
        if (scale != (int) scale) {
            throw new MalformedRecord("a decimal's scale is out of range");
        }
        if ((head & 1) == 0) {
            return BigDecimal.valueOf(signed(), (int) scale);
        }
        int length = count(1);
        if (length == 0) {
            throw new MalformedRecord("a decimal has no digits");
        }
        BigInteger digits = new BigInteger(bytes, at, length);
        at += length;
        return new BigDecimal(digits, (int) scale);
    }

    Instant instant(Instant base) {
        long second = base.getEpochSecond() + signed();
        long fraction = unsigned();
        long nanos = (fraction & 1) == 0 ? (fraction >>> 1) * 1_000 : fraction >>> 1;
        if (nanos < 0
                || nanos > 999_999_999
                || second < Instant.MIN.getEpochSecond()
                || second > Instant.MAX.getEpochSecond()) {
            throw new MalformedRecord("a time is out of range");
        }
        return Instant.ofEpochSecond(second, nanos);
    }

    private void need(int count) {
        if (count > end - at) {
            throw new MalformedRecord("a field passes the record's end");
        }
    }
}
