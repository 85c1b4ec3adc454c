package dev.tare.server.postgres;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the binary form of the database's COPY (its manual: "COPY", "Binary Format"): for each
 * value its length in bytes and its bytes, high byte first.
 */
final class CopyBytes {
    private static final byte[] HEAD = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    /** Numbers are groups of four decimal digits. */
    private static final int GROUP = 10_000;

    private static final int GROUP_DIGITS = 4;
    private static final int MONEY_SCALE = 9;
    private static final long MONEY_ONE = 1_000_000_000L;
    private static final short NEGATIVE = 0x4000;

    /** Its times and days count from the year 2000. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

    private byte[] bytes = new byte[1 << 16];
    private int size;

    CopyBytes() {
        clear();
    }

    /** Begins anew. */
    void clear() {
        size = 0;
        put(HEAD);
    }

    boolean isEmpty() {
        return size == HEAD.length;
    }

    /** Begins a row. */
    void row(int values) {
        putShort(values);
    }

    void text(@Nullable String value) {
        if (value == null) {
            putInt(-1);
            return;
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        putInt(text.length);
        put(text);
    }

    void number(long value) {
        putInt(Long.BYTES);
        putLong(value);
    }

    void nothing() {
        putInt(-1);
    }

    void flag(boolean value) {
        putInt(1);
        room(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    void time(Instant value) {
        number(ChronoUnit.MICROS.between(EPOCH, value));
    }

    void day(LocalDate value) {
        putInt(Integer.BYTES);
        putInt((int) ChronoUnit.DAYS.between(FIRST_DAY, value));
    }

    /** A number of any size. */
    void amount(BigDecimal value) {
        int scale = Math.max(0, value.scale());
        int more = (GROUP_DIGITS - scale % GROUP_DIGITS) % GROUP_DIGITS;
        BigInteger digits = value.setScale(scale).unscaledValue().abs();
        String text = digits.multiply(BigInteger.TEN.pow(more)).toString();
        int behind = (scale + more) / GROUP_DIGITS;
        int groups = (text.length() + GROUP_DIGITS - 1) / GROUP_DIGITS;
        int[] values = new int[groups];
        for (int i = 0; i < groups; i++) {
            int end = text.length() - (groups - 1 - i) * GROUP_DIGITS;
            values[i] = Integer.parseInt(text.substring(Math.max(0, end - GROUP_DIGITS), end));
        }
        groups(values, groups - 1 - behind, value.signum() < 0, scale);
    }

    /** An amount of money in units of its ninth decimal. */
    void units(long value) {
        long abs = Math.abs(value);
        if (abs < 0) {
            amount(BigDecimal.valueOf(value, MONEY_SCALE));
            return;
        }
        long whole = abs / MONEY_ONE;
        int part = (int) (abs % MONEY_ONE);
        groups(
                new int[] {
                    (int) (whole / ((long) GROUP * GROUP)),
                    (int) (whole / GROUP % GROUP),
                    (int) (whole % GROUP),
                    part / 100_000,
                    part / 10 % GROUP,
                    part % 10 * 1_000
                },
                2,
                value < 0,
                MONEY_SCALE);
    }

    /** Without the zeros in front and behind, as the database itself writes it. */
    private void groups(int[] values, int weight, boolean negative, int scale) {
        int first = 0;
        while (first < values.length && values[first] == 0) {
            first++;
        }
        int behind = values.length;
        while (behind > first && values[behind - 1] == 0) {
            behind--;
        }
        int count = behind - first;
        putInt(Short.BYTES * (4 + count));
        putShort(count);
        putShort(count == 0 ? 0 : weight - first);
        putShort(negative && count > 0 ? NEGATIVE : 0);
        putShort(scale);
        for (int i = first; i < behind; i++) {
            putShort(values[i]);
        }
    }

    /** Where what was put so far is given away. */
    interface Taker<E extends Exception> {
        void take(byte[] bytes, int size) throws E;
    }

    /** Ends the rows and gives them away. */
    <E extends Exception> void give(Taker<E> taker) throws E {
        putShort(-1);
        taker.take(bytes, size);
        size -= Short.BYTES;
    }

    private void put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    private void putShort(int value) {
        room(Short.BYTES);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    private void putInt(int value) {
        putShort(value >>> 16);
        putShort(value);
    }

    private void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
