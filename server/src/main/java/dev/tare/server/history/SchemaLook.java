package dev.tare.server.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at what tables there are, and samples a few values; reads a bounded part of each. */
final class SchemaLook {
    /** Rows looked at of one table. */
    static final int ROWS_MAX = 100_000;

    /** Words of a column that are shown; one with more isn't made of words. */
    static final int WORDS_MAX = 40;

    private static final int TABLES_MAX = 300;
    private static final int TEXTS_MAX = 200;

    /** What Supabase and PostgreSQL keep for themselves. */
    private static final String NOT_THEIRS =
            "('pg_catalog', 'information_schema', 'auth', 'storage', 'realtime', 'vault', 'cron',"
                    + " 'extensions', 'graphql', 'graphql_public', 'net', 'pgsodium', 'pgbouncer',"
                    + " 'supabase_functions', 'supabase_migrations', '_realtime', '_analytics')";

    private final SourceSession session;

    SchemaLook(SourceSession session) {
        this.session = session;
    }

    List<SchemaTable> tables() throws SourceFault {
        record Found(String sql, String name, Map<String, String> columns) {}
        Map<String, Found> found = new LinkedHashMap<>();
        each(
                "SELECT c.table_schema, c.table_name, c.column_name, c.data_type"
                        + " FROM information_schema.columns c JOIN information_schema.tables t"
                        + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
                        + " WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN "
                        + NOT_THEIRS
                        + " ORDER BY c.table_schema, c.table_name, c.ordinal_position",
                row -> {
                    String schema = row.get(0);
                    String name = row.get(1);
                    boolean plain = Set.of("public", "main").contains(schema);
                    String sql =
                            (plain ? "" : SchemaTable.quoted(schema) + ".")
                                    + SchemaTable.quoted(name);
                    if (found.size() < TABLES_MAX || found.containsKey(sql)) {
                        found.computeIfAbsent(
                                        sql, key -> new Found(sql, name, new LinkedHashMap<>()))
                                .columns()
                                .put(row.get(2), row.get(3));
                    }
                });
        List<SchemaTable> tables = new ArrayList<>();
        for (Found table : found.values()) {
            tables.add(
                    new SchemaTable(table.sql(), table.name(), table.columns(), rows(table.sql())));
        }
        return tables;
    }

    /** How many rows; 0 where the role may not read them. */
    private long rows(String table) throws SourceFault {
        List<String> counts = new ArrayList<>();
        try {
            each(
                    "SELECT COUNT(*) FROM (SELECT 1 FROM " + table + " LIMIT " + ROWS_MAX + ") t",
                    row -> counts.add(row.getFirst()));
        } catch (SourceFault fault) {
            if (!fault.code().equals("permission_denied")) {
                throw fault;
            }
        }
        return counts.isEmpty() ? 0 : Long.parseLong(counts.getFirst());
    }

    /** The different values of a column as words, {@code null} where there are too many. */
    @Nullable List<String> words(SchemaTable table, String sql, @Nullable String where)
            throws SourceFault {
        List<String> words = new ArrayList<>();
        each(
                "SELECT DISTINCT w FROM (SELECT "
                        + SqlParts.asText(sql)
                        + " AS w FROM "
                        + table.sql()
                        + " t"
                        + (where == null ? "" : " WHERE " + SqlParts.bracketed(where))
                        + " LIMIT "
                        + ROWS_MAX
                        + ") t WHERE w IS NOT NULL ORDER BY 1 LIMIT "
                        + (WORDS_MAX + 1),
                row -> words.add(row.getFirst()));
        return words.size() > WORDS_MAX ? null : words;
    }

    /** Some values of a column. */
    List<String> some(SchemaTable table, String column, @Nullable String where) throws SourceFault {
        List<String> texts = new ArrayList<>();
        each(
                "SELECT "
                        + SqlParts.asText("t." + SchemaTable.quoted(column))
                        + " FROM "
                        + table.sql()
                        + " t"
                        + (where == null ? "" : " WHERE " + SqlParts.bracketed(where))
                        + " LIMIT "
                        + TEXTS_MAX,
                row -> texts.add(row.getFirst()));
        return texts;
    }

    /** Whether the table has a row with one of these keys. */
    boolean hasAny(SchemaTable table, String key, List<String> texts) throws SourceFault {
        List<String> hits = new ArrayList<>();
        if (!texts.isEmpty()) {
            each(
                    "SELECT '1' FROM "
                            + table.sql()
                            + " t WHERE "
                            + SqlParts.oneOf("t." + SchemaTable.quoted(key), texts, false)
                            + " LIMIT 1",
                    row -> hits.add(row.getFirst()));
        }
        return !hits.isEmpty();
    }

    /** Takes rows as texts; nulls as the empty text. */
    private interface Texts {
        void row(List<String> texts);
    }

    private void each(String sql, Texts taker) throws SourceFault {
        List<List<String>> all =
                session.read(snapshot -> {
                    List<List<String>> rows = new ArrayList<>();
                    snapshot.each(
                            "",
                            sql,
                            row -> {
                                List<String> texts = new ArrayList<>();
                                int columns = row.getMetaData().getColumnCount();
                                for (int i = 1; i <= columns; i++) {
                                    String text = row.getString(i);
                                    texts.add(text == null ? "" : text);
                                }
                                rows.add(texts);
                            });
                    return rows;
                });
        all.forEach(taker::row);
    }
}
