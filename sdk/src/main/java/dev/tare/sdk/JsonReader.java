package dev.tare.sdk;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text, strictly: just enough for a server's answer. Objects become maps, arrays
 * lists, numbers {@link BigDecimal}.
 */
final class JsonReader {
    private static final int DEPTH_MAX = 16;
    private static final int NUMBER_CHARS_MAX = 40;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** The text is no JSON, or none that a server would send. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(int at) {
            super("no JSON at character " + at, null, false, false);
        }
    }

    static @Nullable Object read(String text) throws Malformed {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.space();
        if (reader.at < text.length()) {
            throw new Malformed(reader.at);
        }
        return value;
    }

    private @Nullable Object value() throws Malformed {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() throws Malformed {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        open();
        while (!closes('}', object.isEmpty())) {
            space();
            String name = string();
            space();
            take(':');
            Object value = value();
            if (object.containsKey(name)) {
                throw new Malformed(at);
            }
            object.put(name, value);
        }
        return object;
    }

    private List<@Nullable Object> array() throws Malformed {
        List<@Nullable Object> array = new ArrayList<>();
        open();
        while (!closes(']', array.isEmpty())) {
            array.add(value());
        }
        return array;
    }

    private void open() throws Malformed {
        at++;
        if (++depth > DEPTH_MAX) {
            throw new Malformed(at);
        }
    }

    /** Takes the closing bracket, or the comma before the next element. */
    private boolean closes(char bracket, boolean first) throws Malformed {
        space();
        if (peek() == bracket) {
            at++;
            depth--;
            return true;
        }
        if (!first) {
            take(',');
        }
        return false;
    }

    private String string() throws Malformed {
        take('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < 0x20) {
                throw new Malformed(at);
            }
            string.append(c == '\\' ? escape() : c);
        }
        at++;
        return string.toString();
    }

    private char escape() throws Malformed {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw new Malformed(at);
        };
    }

    private char unit() throws Malformed {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw new Malformed(at);
            }
            code = (code << 4) | digit;
            at++;
        }
        return (char) code;
    }

    private BigDecimal number() throws Malformed {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (number.length() > NUMBER_CHARS_MAX
                || !number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")) {
            throw new Malformed(start);
        }
        return new BigDecimal(number);
    }

    private @Nullable Object word(String word, @Nullable Object value) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw new Malformed(at);
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void take(char c) throws Malformed {
        if (peek() != c) {
            throw new Malformed(at);
        }
        at++;
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed(at);
        }
        return text.charAt(at);
    }
}
