package dev.tare.server.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are calls.
 *
 * @param path where it stands in the mapping, such as {@code calls[0]}
 * @param name what the ids of its events begin with
 * @param from any FROM clause
 * @param where which rows; {@code null} = all
 * @param key unique and ordered: pages go along it, and ids are made from it
 * @param columns field of an event to the SQL that gives it, such as {@code time} and {@code
 *     quantities.images}
 * @param operations the table's word to what was called; empty = the word is the operation
 * @param statuses the table's word to how it ended
 * @param credits rows elsewhere that say what was charged; {@code null} = none do
 */
record CallTable(
        String path,
        String name,
        String from,
        @Nullable String where,
        String key,
        Map<String, String> columns,
        Map<String, Called> operations,
        Map<String, String> statuses,
        @Nullable CreditRows credits) {
    /** Rows that aren't calls, such as ones still at work. */
    static final String SKIP = "skip";

    CallTable {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        operations = Map.copyOf(operations);
        statuses = Map.copyOf(statuses);
    }

    /** Who was called for a word of the table. {@code provider} is {@code null} to leave it out. */
    record Called(@Nullable String provider, @Nullable String operation, @Nullable String model) {
        boolean isSkipped() {
            return operation == null;
        }
    }

    /**
     * Rows that say what calls were charged; there may be several for one call.
     *
     * @param call SQL that names the call by its key
     * @param sum SQL whose sum is what was charged
     */
    record CreditRows(String from, @Nullable String where, String call, String sum) {}

    /** How an event says where it comes from. */
    String table() {
        return firstTable(from, name);
    }

    /** The first table a FROM clause names; {@code otherwise} where it begins with a bracket. */
    static String firstTable(String from, String otherwise) {
        String first = from.strip().split("[\\s,]", 2)[0];
        return first.isEmpty() || first.startsWith("(") ? otherwise : first.replace("\"", "");
    }
}
