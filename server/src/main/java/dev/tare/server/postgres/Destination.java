package dev.tare.server.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Where rows are copied to, and what brings them to their table from there.
 *
 * @param target a table, with its columns where not all of them are given
 * @param afterwards statements behind each copy
 */
record Destination(String target, List<String> afterwards) {
    /** The table itself. */
    static Destination direct(String table, String columns) {
        return new Destination(table + columns, List.of());
    }

    /**
     * By way of a table of the session: COPY goes into no table whose rows policies watch over.
     *
     * @param columns in parentheses; empty: all of them
     */
    static Destination staged(Connection connection, String table, String columns)
            throws SQLException {
        String stage = Stage.of(connection, table);
        String named = columns.isEmpty() ? "*" : columns.strip().replaceAll("[()]", "");
        return new Destination(
                stage + columns,
                List.of(
                        "INSERT INTO " + table + columns + " SELECT " + named + " FROM " + stage,
                        "DELETE FROM " + stage));
    }
}
