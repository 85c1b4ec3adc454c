package dev.tare.server.history;

import dev.tare.core.event.Rejection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the plan histories of a page's users; never those of all users at once. */
final class PlanRows {
    private final List<PlanTable> tables;
    private final CallTable calls;
    private final SourceShape shape;
    private final SourceTimes times;
    private final Consumer<String> notes;

    /**
     * @param notes told of each row that can't be used, perhaps more than once
     */
    PlanRows(HistoryMapping mapping, CallTable calls, SourceShape shape, Consumer<String> notes) {
        this.tables = mapping.plans();
        this.calls = calls;
        this.shape = shape;
        this.times = new SourceTimes(mapping.zone());
        this.notes = notes;
    }

    PlanSpans of(SourceSession.Snapshot snapshot, List<CallRow> rows)
            throws SQLException, SourceFault {
        PlanSpans spans = new PlanSpans();
        Set<String> users =
                rows.stream()
                        .map(row -> row.get("user"))
                        .filter(Objects::nonNull)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (int i = 0; i < tables.size() && !users.isEmpty(); i++) {
            PlanTable table = tables.get(i);
            int entry = i;
            snapshot.each(table.path(), sql(table, users), row -> span(table, entry, row, spans));
        }
        return spans;
    }

    private String sql(PlanTable table, Set<String> users) {
        boolean sameType = shape.sameType(calls.path() + ".user", table.path() + ".user");
        return "SELECT "
                + SqlParts.asText(table.user())
                + ", "
                + SqlParts.asText(table.plan())
                + ", "
                + SqlParts.asText(table.since())
                + ", "
                + (table.until() == null ? "NULL" : SqlParts.asText(table.until()))
                + " FROM "
                + table.from()
                + "\nWHERE "
                + SqlParts.and(table.where(), SqlParts.oneOf(table.user(), users, sameType));
    }

    private void span(PlanTable table, int entry, ResultSet row, PlanSpans spans)
            throws SQLException {
        String user = row.getString(1);
        String word = row.getString(2);
        if (word == null || word.isBlank()) {
            notes.accept(about(table, user) + " has no plan; it is left out.");
            return;
        }
        String begin = row.getString(3);
        String end = row.getString(4);
        Instant since = begin == null ? null : times.readOrInfinite(begin);
        Instant until = end == null ? null : times.readOrInfinite(end);
        if (since == null || (end != null && until == null)) {
            spans.add(user, new PlanSpans.Doubt(entry, since, until));
            notes.accept(
                    about(table, user)
                            + " has a time that can't be read: "
                            + (since == null ? shown("since", begin) : shown("until", end))
                            + " ("
                            + times.mend()
                            + "); the user's plan is unknown at the times that it could cover.");
            return;
        }
        spans.add(
                user,
                new PlanSpans.Span(
                        entry,
                        table.names().getOrDefault(word, word),
                        since,
                        Instant.MAX.equals(until) ? null : until,
                        table.until() != null));
    }

    private static String about(PlanTable table, String user) {
        return table.path() + ": a row of user " + Rejection.shown(user);
    }

    private static String shown(String field, @Nullable String time) {
        return field + " " + (time == null ? "is empty" : Rejection.shown(time));
    }
}
