package dev.tare.server.importer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes of a row as text. */
final class RowText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private RowText() {}

    /** The text, or {@code null} where the bytes aren't UTF-8. */
    static @Nullable String decoded(byte[] bytes, boolean firstOfFile) {
        String text;
        if (ascii(bytes)) {
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        } else {
            try {
                text =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString();
            } catch (CharacterCodingException notUtf8) {
                return null;
            }
        }
        if (firstOfFile && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static boolean ascii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
