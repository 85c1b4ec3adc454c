package dev.tare.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Any text, half pairs too, in few bytes: {@code length(2) chars}. Bit 0 of the length says that
 * each char has two bytes, not one; the others are the number of chars.
 */
final class CompactText {
    static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int HEAD = Short.BYTES;
    private static final int NARROW_MAX = 0xFF;
    private static final int CHARS_MAX = 0x7FFF;

    private CompactText() {}

    /** Where something would be that has no room, and all that comes behind it. */
    static int over(byte[] into) {
        return into.length + 1;
    }

    /** Returns the place behind it, or {@link #over}. */
    static int write(byte[] into, int at, String text) {
        int chars = text.length();
        if (chars > into.length - HEAD - at || chars > CHARS_MAX) {
            return over(into);
        }
        int from = at + HEAD;
        int bits = 0;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            bits |= c;
            into[from + i] = (byte) c;
        }
        if (bits > NARROW_MAX) {
            return wide(into, at, text);
        }
        SHORTS.set(into, at, (short) (chars << 1));
        return from + chars;
    }

    private static int wide(byte[] into, int at, String text) {
        int chars = text.length();
        int from = at + HEAD;
        if (chars > (into.length - from) / Character.BYTES) {
            return over(into);
        }
        for (int i = 0; i < chars; i++) {
            SHORTS.set(into, from + i * Character.BYTES, (short) text.charAt(i));
        }
        SHORTS.set(into, at, (short) (chars << 1 | 1));
        return from + chars * Character.BYTES;
    }

    static String read(byte[] bytes, int at) {
        int head = head(bytes, at);
        int from = at + HEAD;
        int chars = head >> 1;
        if ((head & 1) == 0) {
            return new String(bytes, from, chars, StandardCharsets.ISO_8859_1);
        }
        char[] wide = new char[chars];
        for (int i = 0; i < chars; i++) {
            wide[i] = (char) (short) SHORTS.get(bytes, from + i * Character.BYTES);
        }
        return new String(wide);
    }

    /** The place behind the text there. */
    static int end(byte[] bytes, int at) {
        int head = head(bytes, at);
        return at + HEAD + ((head >> 1) << (head & 1));
    }

    private static int head(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at) & 0xFFFF;
    }
}
