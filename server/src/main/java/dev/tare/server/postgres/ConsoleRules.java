package dev.tare.server.postgres;

import dev.tare.core.ledger.SqlConsole.Answer.Refused;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Parser;

/** Which statements a user may put to the database. */
final class ConsoleRules {
    static final int LENGTH_MAX = 100_000;

    private static final Pattern EXPLANATION =
            Pattern.compile(
                    "EXPLAIN\\s+(?=SELECT|WITH|VALUES|TABLE|\\()", Pattern.CASE_INSENSITIVE);

    /** What a cursor's question begins with. */
    private static final Pattern QUESTION =
            Pattern.compile("SELECT\\b|WITH\\b|VALUES\\b|TABLE\\b|\\(", Pattern.CASE_INSENSITIVE);

    /**
     * Names of what does something to the server, its files or other sessions, or tells of them.
     */
    private static final Pattern SYSTEM_NAME =
            Pattern.compile(
                    "\\b((?:pg_|lo_|dblink|ts_stat|ts_rewrite|txid_)\\w*"
                            + "|set_config|current_setting|\\w+_to_xml\\w*)",
                    Pattern.CASE_INSENSITIVE);

    private static final Set<String> HARMLESS =
            Set.of(
                    "pg_column_size",
                    "pg_database_size",
                    "pg_get_viewdef",
                    "pg_indexes_size",
                    "pg_relation_size",
                    "pg_size_pretty",
                    "pg_table_size",
                    "pg_total_relation_size",
                    "pg_typeof");

    private ConsoleRules() {}

    /** Why the statement may not run, {@code null} where it may. */
    static @Nullable Refused check(String sql) {
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
        if (statements(sql) != 1) {
            return new Refused(
                    "read_only", "Ask one question at a time: there isn't exactly one statement.");
        }
        if (!isExplanation(sql) && !QUESTION.matcher(behindComments(sql)).lookingAt()) {
            return new Refused(
                    "read_only",
                    "Only one statement that reads can be run here: SELECT, WITH, VALUES, TABLE or"
                            + " EXPLAIN.");
        }
        return refusedName(sql);
    }

    private static String behindComments(String sql) {
        String rest = sql.strip();
        while (rest.startsWith("--") || rest.startsWith("/*")) {
            String ends = rest.startsWith("--") ? "\n" : "*/";
            int end = rest.indexOf(ends);
            if (end < 0) {
                return "";
            }
            rest = rest.substring(end + ends.length()).strip();
        }
        return rest;
    }

    /** As the driver would send them. */
    private static int statements(String sql) {
        try {
            return Parser.parseJdbcSql(sql, true, false, true, false, false).size();
        } catch (SQLException unreadable) {
            return 0;
        }
    }

    private static @Nullable Refused refusedName(String sql) {
        if (sql.toUpperCase(Locale.ROOT).contains("U&\"")) {
            return new Refused("not_allowed", "Names can't be written with U& here.");
        }
        Matcher system = SYSTEM_NAME.matcher(sql);
        while (system.find()) {
            String name = system.group(1).toLowerCase(Locale.ROOT);
            if (!HARMLESS.contains(name)) {
                return new Refused(
                        "not_allowed", name + " can't be used here, only the ledger's tables.");
            }
        }
        return null;
    }

    /** Whether it asks how another statement would run; that one isn't run. */
    static boolean isExplanation(String sql) {
        return EXPLANATION.matcher(sql).lookingAt();
    }

    /** The semicolon behind a statement can't stand behind a cursor's question. */
    static String withoutEnd(String sql) {
        String question = sql;
        while (question.endsWith(";")) {
            question = question.substring(0, question.length() - 1).strip();
        }
        return question;
    }
}
