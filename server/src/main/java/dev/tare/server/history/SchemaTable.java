package dev.tare.server.history;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table somebody has.
 *
 * @param sql its name as SQL wants it
 * @param name its bare name
 * @param columns name to type, in the table's order
 * @param rows how many it has, {@value SchemaLook#ROWS_MAX} at most
 */
record SchemaTable(String sql, String name, Map<String, String> columns, long rows) {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    /** The first of these columns that is there. */
    @Nullable String first(List<String> names) {
        for (String name : names) {
            for (String column : columns.keySet()) {
                if (column.toLowerCase(Locale.ROOT).equals(name)) {
                    return column;
                }
            }
        }
        return null;
    }

    boolean isJson(String column) {
        return columns.getOrDefault(column, "").toLowerCase(Locale.ROOT).startsWith("json")
                // A file has no types; what is named so holds JSON.
                || column.equalsIgnoreCase("metadata");
    }

    /** A name as SQL wants it. */
    static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
