package dev.tare.server.history;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of SQL that PostgreSQL and DuckDB read alike. What comes from a mapping stands in brackets
 * with a line end behind it, so that a comment in it ends there.
 */
final class SqlParts {
    private SqlParts() {}

    static String bracketed(String sql) {
        return "(" + sql + "\n)";
    }

    /** The value as text; money and times pass as they print, never as a binary fraction. */
    static String asText(String sql) {
        return "CAST(" + bracketed(sql) + " AS text)";
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Whether the value is one of these; of the same type, so that an index can be used. */
    static String oneOf(String sql, Collection<String> texts, boolean sameType) {
        return (sameType ? bracketed(sql) : asText(sql))
                + " IN ("
                + texts.stream().map(SqlParts::literal).collect(Collectors.joining(", "))
                + ")";
    }

    static String and(@Nullable String where, String more) {
        return where == null ? more : bracketed(where) + " AND " + more;
    }
}
