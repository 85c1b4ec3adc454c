package dev.tare.server.history;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that say who was on which plan, and when.
 *
 * @param path where it stands in the mapping, such as {@code plans[0]}
 * @param from any FROM clause
 * @param where which rows; {@code null} = all
 * @param user SQL that names the user as calls do
 * @param plan SQL of the plan's name
 * @param names the table's word to the plan's id in the price book; a word not among them is the id
 * @param since SQL of the first instant on the plan
 * @param until SQL of the first instant no longer on it; {@code null} = until the next row
 */
record PlanTable(
        String path,
        String from,
        @Nullable String where,
        String user,
        String plan,
        Map<String, String> names,
        String since,
        @Nullable String until) {
    PlanTable {
        names = Map.copyOf(names);
    }

    /** How an event says where its plan comes from. */
    String table() {
        return CallTable.firstTable(from, path);
    }
}
