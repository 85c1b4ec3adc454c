package dev.tare.sdk;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON as UTF-8 bytes, in an array that is used again for each event. */
final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];
    private static final int SMALL = 2_048;
    private static final int KEPT_MAX = 16_384;
    private static final int PLAIN_SCALE_MAX = 40;

    static {
        for (int two = 0; two < 100; two++) {
            TENS[two] = (byte) ('0' + two / 10);
            ONES[two] = (byte) ('0' + two % 10);
        }
    }

    private final int lengthMax;
    private byte[] bytes = new byte[SMALL];
    private int length;

    /** Writing behind {@code lengthMax} throws {@link TooLong}. */
    JsonBytes(int lengthMax) {
        this.lengthMax = lengthMax;
    }

    void clear() {
        length = 0;
        if (bytes.length > KEPT_MAX) {
            bytes = new byte[SMALL];
        }
    }

    /** Takes back what was written behind this. */
    void cut(int to) {
        length = to;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** ASCII that needs no escape, as it is. */
    void raw(byte[] ascii) {
        room(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
    }

    void raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    /**
     * A text with its quotes. What is no character (half a pair) is escaped, for others to judge.
     */
    void text(String text) {
        int chars = text.length();
        room(chars + 2);
        // Kept out of the fields, which would be written back for every character.
        byte[] into = bytes;
        int at = length;
        into[at++] = '"';
        int plain = 0;
        while (plain < chars && isPlain(text.charAt(plain))) {
            into[at++] = (byte) text.charAt(plain++);
        }
        length = at;
        if (plain < chars) {
            rest(text, plain);
        }
        raw('"');
    }

    private static boolean isPlain(char c) {
        return c < 0x80 && c >= 0x20 && c != '"' && c != '\\';
    }

    private void rest(String text, int from) {
        int chars = text.length();
        for (int i = from; i < chars; i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                // What has been reserved holds one byte for each of these.
                bytes[length++] = (byte) c;
            } else {
                room(6 + chars - i);
                i += special(text, i, c);
            }
        }
    }

    /** A name with its colon, and with what comes before it. */
    void name(Names names, String name) {
        int slot = name.hashCode() & (Names.KNOWN - 1);
        Name known = names.known[slot];
        if (known != null && known.name.equals(name)) {
            raw(known.bytes);
            return;
        }
        int from = length;
        raw(names.before);
        text(name);
        raw(':');
        if (name.length() <= Names.CHARS_MAX) {
            names.known[slot] = new Name(name, Arrays.copyOfRange(bytes, from, length));
        }
    }

    /** Names behind the same bytes. There are few different ones: each is written out once. */
    static final class Names {
        private static final int KNOWN = 32;
        private static final int CHARS_MAX = 40;

        private final byte[] before;
        private final @Nullable Name[] known = new @Nullable Name[KNOWN];

        Names(byte[] before) {
            this.before = before;
        }
    }

    private static final class Name {
        private final String name;
        private final byte[] bytes;

        Name(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }
    }

    /** Returns how many chars were taken beyond the first. */
    private int special(String text, int at, char c) {
        if (c == '"' || c == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = (byte) c;
        } else if (c < 0x20) {
            escaped(c);
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | (c >> 6));
            bytes[length++] = (byte) (0x80 | (c & 0x3F));
        } else if (!Character.isSurrogate(c)) {
            bytes[length++] = (byte) (0xE0 | (c >> 12));
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[length++] = (byte) (0x80 | (c & 0x3F));
        } else if (Character.isHighSurrogate(c)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1))) {
            int point = Character.toCodePoint(c, text.charAt(at + 1));
            bytes[length++] = (byte) (0xF0 | (point >> 18));
            bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            bytes[length++] = (byte) (0x80 | (point & 0x3F));
            return 1;
        } else {
            escaped(c);
        }
        return 0;
    }

    private void escaped(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(c >> shift) & 0xF];
        }
    }

    void number(long number) {
        if (number == Long.MIN_VALUE) {
            ascii(Long.toString(number));
            return;
        }
        room(20);
        long rest = number;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long ten = 10; digits < 19 && rest >= ten; ten *= 10) {
            digits++;
        }
        digits(rest, digits);
    }

    /**
     * Digit by digit. A number with an absurd exponent keeps its exponent: expanding it is work.
     */
    void number(BigDecimal number) {
        ascii(
                Math.abs((long) number.scale()) > PLAIN_SCALE_MAX
                        ? number.toString()
                        : number.toPlainString());
    }

    private void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** Sixteen hexadecimal digits. */
    void hex(long bits) {
        room(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (bits >>> shift) & 0xF];
        }
    }

    /** Digits with leading zeros. */
    void padded(long number, int digits) {
        room(digits);
        digits(number, digits);
    }

    /** Two at a time: each division waits for the one before. */
    private void digits(long number, int digits) {
        byte[] into = bytes;
        long rest = number;
        int at = length + digits;
        length = at;
        for (int left = digits; left > 1; left -= 2) {
            int two = (int) (rest % 100);
            rest /= 100;
            into[--at] = ONES[two];
            into[--at] = TENS[two];
        }
        if ((digits & 1) == 1) {
            into[--at] = ONES[(int) rest];
        }
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            if (more > lengthMax - length) {
                throw new TooLong();
            }
            int wanted = Math.max(length + more, bytes.length * 2);
            bytes = Arrays.copyOf(bytes, Math.min(wanted, lengthMax));
        }
    }

    /** The event is larger than any that the server would take. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("event too large", null, false, false);
        }
    }
}
