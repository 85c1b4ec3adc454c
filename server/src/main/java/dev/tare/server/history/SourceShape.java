package dev.tare.server.history;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for each piece of the mapping's SQL whether the tables understand it, before anything is
 * read, so that a fault is told with its own place; and remembers the types.
 *
 * @param types by place in the mapping, such as {@code calls[0].key}, as the engine names them
 * @param problems all that the mapping got wrong
 */
record SourceShape(Map<String, String> types, List<HistoryMapping.Problem> problems) {
    /** Looks; a database that can't be asked at all is a fault. */
    static SourceShape of(HistoryMapping mapping, SourceSession session) throws SourceFault {
        Look look = new Look(session);
        for (CallTable table : mapping.calls()) {
            if (look.rows(table.path(), table.from(), table.where())) {
                look.value(table.path() + ".key", table.from(), table.key());
                for (Map.Entry<String, String> column : table.columns().entrySet()) {
                    look.value(
                            table.path() + "." + column.getKey(), table.from(), column.getValue());
                }
            }
            CallTable.CreditRows credits = table.credits();
            String path = table.path() + ".credits";
            if (credits != null && look.rows(path, credits.from(), credits.where())) {
                look.value(path + ".call", credits.from(), credits.call());
                look.value(path + ".sum", credits.from(), "SUM" + bracket(credits.sum()));
            }
        }
        for (PlanTable table : mapping.plans()) {
            if (look.rows(table.path(), table.from(), table.where())) {
                look.value(table.path() + ".user", table.from(), table.user());
                look.value(table.path() + ".plan", table.from(), table.plan());
                look.value(table.path() + ".since", table.from(), table.since());
                if (table.until() != null) {
                    look.value(table.path() + ".until", table.from(), table.until());
                }
            }
        }
        return new SourceShape(look.types, look.problems);
    }

    private static String bracket(String sql) {
        return SqlParts.bracketed(sql);
    }

    /** Whether both places hold values of one type. */
    boolean sameType(String path, String other) {
        return types.getOrDefault(path, "?").equals(types.get(other));
    }

    private static final class Look {
        private final SourceSession session;
        private final Map<String, String> types = new LinkedHashMap<>();
        private final List<HistoryMapping.Problem> problems = new ArrayList<>();

        Look(SourceSession session) {
            this.session = session;
        }

        boolean rows(String path, String from, @Nullable String where) throws SourceFault {
            return tried(path + ".from", "SELECT 1 FROM " + from + "\nLIMIT 0") != null
                    && (where == null
                            || tried(
                                            path + ".where",
                                            "SELECT 1 FROM "
                                                    + from
                                                    + "\nWHERE "
                                                    + bracket(where)
                                                    + " LIMIT 0")
                                    != null);
        }

        void value(String path, String from, String sql) throws SourceFault {
            String type = tried(path, "SELECT " + bracket(sql) + " FROM " + from + "\nLIMIT 0");
            if (type != null) {
                types.put(path, type);
            }
        }

        private @Nullable String tried(String path, String sql) throws SourceFault {
            try {
                return session.read(snapshot -> typeOf(snapshot, path, sql));
            } catch (SourceFault fault) {
                if (!fault.isInMapping()) {
                    throw fault;
                }
                problems.add(fault.problem());
                return null;
            }
        }

        private static String typeOf(SourceSession.Snapshot snapshot, String path, String sql)
                throws SQLException, SourceFault {
            return snapshot.typeOf(path, sql);
        }
    }
}
