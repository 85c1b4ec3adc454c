package dev.tare.core.event;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads the scalars at the top of a metadata text. The text was checked at the door to be one JSON
 * object; what lies deeper is passed over.
 */
final class MetadataScan {
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private final String json;
    private int at;

    private MetadataScan(String json) {
        this.json = json;
    }

    /** Names and values; a name told twice has its last value. */
    static Map<String, String> scalars(String json) {
        Map<String, String> scalars = new HashMap<>();
        new MetadataScan(json).object(scalars);
        return scalars;
    }

    private void object(Map<String, String> scalars) {
        at = json.indexOf('{') + 1;
        while (at < json.length()) {
            int name = json.indexOf('"', at);
            if (at == 0 || name < 0) {
                return;
            }
            at = name;
            String key = text();
            at = json.indexOf(':', at) + 1;
            if (at == 0) {
                return;
            }
            skipBlanks();
            value(key, scalars);
        }
    }

    private void value(String key, Map<String, String> scalars) {
        char first = at < json.length() ? json.charAt(at) : '}';
        if (first == '"') {
            scalars.put(key, text());
        } else if (first == '{' || first == '[') {
            scalars.remove(key);
            skipNested();
        } else {
            int begin = at;
            while (at < json.length() && !isEnd(json.charAt(at))) {
                at++;
            }
            String bare = json.substring(begin, at);
            if (bare.equals("null") || bare.isEmpty()) {
                scalars.remove(key);
            } else {
                scalars.put(key, bare);
            }
        }
    }

    private static boolean isEnd(char c) {
        return c == ',' || c == '}' || c <= ' ';
    }

    private void skipBlanks() {
        while (at < json.length() && json.charAt(at) <= ' ') {
            at++;
        }
    }

    private void skipNested() {
        int depth = 0;
        while (at < json.length()) {
            char c = json.charAt(at);
            if (c == '"') {
                text();
                continue;
            }
            at++;
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth == 0) {
                return;
            }
        }
    }

    /** The text that begins here, unescaped; goes on behind it. */
    private String text() {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < json.length() && json.charAt(at) != '"') {
            char c = json.charAt(at++);
            text.append(c == '\\' && at < json.length() ? escaped() : c);
        }
        at++;
        return text.toString();
    }

    private char escaped() {
        char c = json.charAt(at++);
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += HEX_DIGITS;
                yield at <= json.length()
                        ? (char) Integer.parseInt(json, at - HEX_DIGITS, at, HEX)
                        : '?';
            }
            default -> c;
        };
    }
}
