package dev.tare.server.postgres;

import dev.tare.server.tables.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is there of the names that the ledger needs, and whose it is. All of them are made in one
 * transaction, together with the table {@code tare_ledger}: where that is missing, or has other
 * columns, whatever bears one of the names is somebody else's, functions too.
 */
final class Survey {
    private static final String LEDGER = "tare_ledger";

    /** Relations of the schema the connection works in, with the columns they have now. */
    private static final String PRESENT =
            """
            SELECT c.relname, c.relkind, COALESCE(i.inhparent::regclass::text, '') AS parent,
                ARRAY(SELECT CAST(a.attname AS TEXT) FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    ORDER BY a.attnum) AS columns
            FROM pg_class c
            LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
            WHERE c.relnamespace = CAST(CURRENT_SCHEMA() AS regnamespace)
                AND (c.relname = ANY (?) OR c.relname ~ '^api_usage_logs_[0-9]{4}_[0-9]{2}$')
            ORDER BY c.relname
            """;

    private static final String FUNCTIONS =
            """
            SELECT f FROM UNNEST(CAST(? AS TEXT[])) f
            WHERE TO_REGPROCEDURE(QUOTE_IDENT(CURRENT_SCHEMA()) || '.' || f) IS NOT NULL
            ORDER BY f
            """;

    private static final String EARLIER = "it was there before Tare's own table tare_ledger";

    /** Whose it is. */
    enum State {
        MISSING,
        /** Missing, and rightly so: the ledger was made before there was such a thing. */
        NEWER,
        OURS,
        FOREIGN
    }

    /**
     * One of the names.
     *
     * @param relation what the ledger needs by that name
     * @param why it is said to be foreign; else empty
     */
    record Found(Scripts.Relation relation, State state, String why) {
        boolean isToBeMade() {
            return state == State.MISSING || state == State.NEWER;
        }
    }

    /** As the database has it. */
    private record Present(String kind, String parent, List<String> columns) {}

    private Survey() {}

    /** Looks at all of them, in the schema the connection works in. */
    static List<Found> of(Connection connection) throws SQLException {
        List<Scripts.Relation> needed = Scripts.relations();
        Map<String, Present> present = present(connection, needed);
        boolean ledgerThere =
                needed.stream()
                        .filter(relation -> relation.name().equals(LEDGER))
                        .allMatch(relation ->
                                whyForeign(relation, present.get(LEDGER)).isEmpty()
                                        && present.containsKey(LEDGER));
        List<Found> found = new ArrayList<>();
        long version = ledgerThere ? version(connection) : Scripts.VERSION;
        for (Scripts.Relation relation : needed) {
            Present there = present.remove(relation.name());
            found.add(judge(relation, there, ledgerThere, version));
        }
        present.forEach((name, there) -> {
            if (!there.parent.endsWith("api_usage_logs")) {
                found.add(
                        new Found(
                                Scripts.Relation.unknown(name, "partition"),
                                State.FOREIGN,
                                "it is no part of Tare's log"));
            }
        });
        if (isNew(found)) {
            foreignFunctions(connection, found);
        }
        return found;
    }

    /** What the scripts would replace: before there is a ledger no such function is Tare's. */
    private static void foreignFunctions(Connection connection, List<Found> found)
            throws SQLException {
        Array names = connection.createArrayOf("text", Scripts.functions().toArray());
        try (PreparedStatement statement = connection.prepareStatement(FUNCTIONS)) {
            statement.setArray(1, names);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String name = Sql.required(row, "f");
                    found.add(
                            new Found(
                                    Scripts.Relation.unknown(name, "function"),
                                    State.FOREIGN,
                                    EARLIER));
                }
            }
        }
    }

    /** Whether there is no ledger yet. */
    static boolean isNew(List<Found> found) {
        return found.stream()
                .anyMatch(one ->
                        one.relation().name().equals(LEDGER) && one.state() == State.MISSING);
    }

    /** That of the ledger that is there; its tables' version where it tells none. */
    private static long version(Connection connection) throws SQLException {
        return Sql.count(
                connection,
                "SELECT COALESCE(MAX(version), " + Scripts.VERSION + ") FROM " + LEDGER);
    }

    private static Found judge(
            Scripts.Relation relation, @Nullable Present there, boolean ledgerThere, long version) {
        if (there == null) {
            State state = relation.since() > version ? State.NEWER : State.MISSING;
            return new Found(relation, state, "");
        }
        String why = whyForeign(relation, there);
        if (why.isEmpty() && !ledgerThere) {
            why = EARLIER;
        }
        return new Found(relation, why.isEmpty() ? State.OURS : State.FOREIGN, why);
    }

    private static String whyForeign(Scripts.Relation relation, @Nullable Present there) {
        if (there == null) {
            return "";
        }
        if (!fits(relation.kind(), there.kind)) {
            return "it is no " + relation.kind();
        }
        List<String> missing = new ArrayList<>(relation.columns());
        missing.removeAll(there.columns);
        return switch (missing.size()) {
            case 0 -> "";
            case 1 -> "it has no column " + missing.getFirst();
            default ->
                    "it has no column "
                            + missing.getFirst()
                            + ", and lacks "
                            + (missing.size() - 1)
                            + " more";
        };
    }

    /** PostgreSQL's letters for kinds of relations. */
    private static boolean fits(String kind, String letter) {
        return switch (kind) {
            case "table" -> letter.equals("r") || letter.equals("p");
            case "partition" -> letter.equals("r");
            case "view" -> letter.equals("v");
            default -> letter.equals("i") || letter.equals("I");
        };
    }

    private static Map<String, Present> present(
            Connection connection, List<Scripts.Relation> needed) throws SQLException {
        Map<String, Present> present = new HashMap<>();
        Array names =
                connection.createArrayOf(
                        "text", needed.stream().map(Scripts.Relation::name).toArray());
        try (PreparedStatement statement = connection.prepareStatement(PRESENT)) {
            statement.setArray(1, names);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    present.put(
                            Sql.required(row, "relname"),
                            new Present(
                                    Sql.required(row, "relkind"),
                                    Sql.required(row, "parent"),
                                    Arrays.asList((String[]) row.getArray("columns").getArray())));
                }
            }
        }
        return present;
    }
}
