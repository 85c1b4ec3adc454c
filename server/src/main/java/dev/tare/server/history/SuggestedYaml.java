package dev.tare.server.history;

import java.util.Set;
import java.util.regex.Pattern;

/** Writes a mapping line by line; what a person has to look at is marked. */
final class SuggestedYaml {
    static final String CHECK = "CHECK";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /** Words that YAML takes for something else. */
    private static final Set<String> TAKEN =
            Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    private final StringBuilder text = new StringBuilder();

    void line(int indent, String line) {
        text.append("  ".repeat(indent)).append(line).append('\n');
    }

    /** A line about which somebody should make sure. */
    void check(int indent, String line, String why) {
        line(indent, line + "  # " + CHECK + ": " + why);
    }

    void comment(int indent, String comment) {
        line(indent, "# " + comment);
    }

    void blank() {
        text.append('\n');
    }

    /** A word as a key or a value. */
    static String word(String word) {
        return PLAIN.matcher(word).matches()
                        && !TAKEN.contains(word.toLowerCase(java.util.Locale.ROOT))
                ? word
                : quoted(word);
    }

    /** SQL as a value. */
    static String sql(String sql) {
        boolean plain = !sql.contains("#") && !sql.contains(": ");
        return plain && "'\"".indexOf(sql.charAt(0)) < 0 ? sql : quoted(sql);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        quoted.append('\\').appendCodePoint(c);
                    } else if (Character.isISOControl(c)) {
                        quoted.append("\\u%04x".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                });
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
