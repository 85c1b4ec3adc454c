package dev.tare.server.history;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of somebody's tables are calls, and how to find user, plan and credits of each. The
 * manual's page on importing history has every key.
 *
 * @param source the application the events belong to; part of their identity
 * @param zone of times without an offset; {@code null} = there must be none
 * @param calls where calls lie
 * @param plans where it is told who was on which plan; the first entry that knows wins
 * @param planOtherwise what a user was on of whom no entry knows; {@code null} = not known
 * @param text the file it was read from
 */
public record HistoryMapping(
        String source,
        @Nullable ZoneId zone,
        List<CallTable> calls,
        List<PlanTable> plans,
        @Nullable String planOtherwise,
        String text) {
    public HistoryMapping {
        calls = List.copyOf(calls);
        plans = List.copyOf(plans);
    }

    /** SQL that tells rows and users apart by the text of its values. */
    public List<String> identities() {
        List<String> sql = new ArrayList<>();
        for (CallTable table : calls) {
            sql.add(table.key());
            sql.add(table.columns().getOrDefault("user", ""));
            if (table.credits() != null) {
                sql.add(table.credits().call());
            }
        }
        plans.forEach(table -> sql.add(table.user()));
        return sql;
    }

    /** What came of reading a mapping. */
    public sealed interface Parsed {}

    /** A mapping without fault; whether its SQL fits the tables is seen when it is asked. */
    public record Good(HistoryMapping mapping) implements Parsed {}

    /** Everything wrong with a mapping. */
    public record Bad(List<Problem> problems) implements Parsed {
        public Bad {
            problems = List.copyOf(problems);
        }
    }

    /**
     * One fault of a mapping.
     *
     * @param path where, such as {@code calls[0].time}
     * @param code stable, in snake case
     * @param message the value and the mend
     */
    public record Problem(String path, String code, String message) {}

    /** Reads a mapping file: YAML, or JSON of the same shape. */
    public static Parsed parse(String yamlOrJson) {
        return new HistoryMappingReader().read(yamlOrJson);
    }
}
