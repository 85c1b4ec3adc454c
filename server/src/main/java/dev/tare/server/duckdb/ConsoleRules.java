package dev.tare.server.duckdb;

import dev.tare.core.ledger.SqlConsole.Answer.Refused;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which statements a user may run: one that only reads, by the engine's own parser, and no function
 * that reaches beyond the tables or takes memory the engine doesn't count.
 */
final class ConsoleRules {
    static final int LENGTH_MAX = 100_000;

    /** These say how another statement would run; what follows must pass by itself. */
    private static final Pattern EXPLAIN =
            Pattern.compile("\\s*EXPLAIN(\\s+ANALYZE)?\\s+(?=\\w)", Pattern.CASE_INSENSITIVE);

    /** What may stand in FROM with parentheses. All others read files, settings or the engine. */
    private static final Set<String> TABLE_FUNCTIONS =
            Set.of(
                    "duckdb_columns",
                    "duckdb_tables",
                    "duckdb_views",
                    "generate_series",
                    "json_each",
                    "json_tree",
                    "pg_timezone_names",
                    "pragma_table_info",
                    "range",
                    "unnest");

    /** Functions with an effect, or with results as large as a number in the question says. */
    private static final Set<String> REFUSED_FUNCTIONS =
            Set.of(
                    "array_resize",
                    "bar",
                    "disable_profile",
                    "enable_profile",
                    "generate_series",
                    "getenv",
                    "getvariable",
                    "json_execute_serialized_sql",
                    "list_resize",
                    "lpad",
                    "nextval",
                    "pg_sleep",
                    "range",
                    "repeat",
                    "rpad",
                    "setseed",
                    "sleep_ms",
                    "write_log");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ConsoleRules() {}

    /** Why the statement may not run, {@code null} where it may. */
    static @Nullable Refused check(Connection reader, String sql) throws SQLException {
        if (sql.length() > LENGTH_MAX) {
            return new Refused(
                    "too_long",
                    "The question has "
                            + sql.length()
                            + " characters; ask with at most "
                            + LENGTH_MAX
                            + ".");
        }
        if (sql.indexOf('\0') >= 0) {
            return new Refused("invalid_sql", "The question holds a character that is no text.");
        }
        Matcher explain = EXPLAIN.matcher(sql);
        String question = explain.lookingAt() ? sql.substring(explain.end()) : sql;
        JsonNode parsed =
                JSON.readTree(
                        Objects.requireNonNull(
                                Sql.value(
                                        reader,
                                        "SELECT json_serialize_sql(CAST(? AS VARCHAR))",
                                        question)));
        if (parsed.path("error").asBoolean(true)) {
            // The engine's own word for a statement its serializer knows no form of: no SELECT.
            return parsed.path("error_type").asString("").equals("not implemented")
                    ? readOnly(
                            "Only one statement that reads can be run here: SELECT, WITH,"
                                    + " FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN.")
                    : new Refused("invalid_sql", parsed.path("error_message").asString(""));
        }
        if (parsed.path("statements").size() != 1) {
            return readOnly("Ask one question at a time: there is more than one statement.");
        }
        return refusedPart(parsed);
    }

    private static @Nullable Refused refusedPart(JsonNode node) {
        if (node.path("type").asString("").equals("TABLE_FUNCTION")) {
            JsonNode function = node.path("function");
            String name = lower(function.path("function_name"));
            // In FROM these give their rows one by one, so only what they are called with is
            // looked at further.
            return TABLE_FUNCTIONS.contains(name)
                    ? refusedPart(function.path("children"))
                    : notAllowed(name + "() can't be read from here, only the ledger's tables.");
        }
        Refused refused = refusedItself(node);
        for (JsonNode part : node) {
            refused = refused == null ? refusedPart(part) : refused;
        }
        return refused;
    }

    private static @Nullable Refused refusedItself(JsonNode node) {
        String table = node.path("table_name").asString("");
        if (table.indexOf('/') >= 0 || table.indexOf('.') >= 0 || table.indexOf('\\') >= 0) {
            return notAllowed("Files can't be read here, only the ledger's tables.");
        }
        if (node.path("class").asString("").equals("FUNCTION")) {
            String name = lower(node.path("function_name"));
            if (name.equals("range") || name.equals("generate_series")) {
                return notAllowed(name + "() can be used in FROM only.");
            }
            if (REFUSED_FUNCTIONS.contains(name)) {
                return notAllowed(name + "() can't be used here.");
            }
        }
        return null;
    }

    private static Refused readOnly(String message) {
        return new Refused("read_only", message);
    }

    private static Refused notAllowed(String message) {
        return new Refused("not_allowed", message);
    }

    private static String lower(JsonNode name) {
        return name.asString("").toLowerCase(Locale.ROOT);
    }
}
