package dev.tare.sdk;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON as UTF-8 bytes, in an array that is used again for each event. */
final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int SMALL = 2_048;
    private static final int KEPT_MAX = 16_384;
    private static final int PLAIN_SCALE_MAX = 40;

    private static final int KNOWN = 64;
    private static final int KNOWN_CHARS_MAX = 40;

    private final int lengthMax;
    private final @Nullable String[] known = new @Nullable String[KNOWN];
    private final byte[][] knownBytes = new byte[KNOWN][];
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

    void raw(JsonBytes other) {
        room(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
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
        bytes[length++] = '"';
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80 && c >= 0x20 && c != '"' && c != '\\') {
                // What has been reserved holds one byte for each of these.
                bytes[length++] = (byte) c;
            } else {
                room(6 + chars - i);
                i += special(text, i, c);
            }
        }
        raw('"');
    }

    /** A text of which there are few different ones, such as a model: written out once. */
    void name(String text) {
        int slot = text.hashCode() & (KNOWN - 1);
        if (text.equals(known[slot])) {
            raw(knownBytes[slot]);
            return;
        }
        int from = length;
        text(text);
        if (text.length() <= KNOWN_CHARS_MAX) {
            known[slot] = text;
            knownBytes[slot] = Arrays.copyOfRange(bytes, from, length);
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
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
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

    /** Digits with leading zeros. */
    void padded(long number, int digits) {
        room(digits);
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            if (more > lengthMax - length) {
                throw new TooLong();
            }
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
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
