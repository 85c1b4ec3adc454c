package dev.tare.server.duckdb;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The day of an instant in a zone, as SQL: its seconds, moved by the offset that holds between two
 * transitions, in whole days.
 *
 * <p>The offsets are Java's. The engine has a time zone table of its own; with both in use, a new
 * rule of a country would make daily table and report disagree. It is also several times faster.
 * The text holds nothing but numbers.
 */
final class LocalDays {
    private LocalDays() {}

    /**
     * An expression of type {@code DATE}.
     *
     * @param column a {@code TIMESTAMPTZ} column
     * @param first no value of the column lies before
     * @param last no value of the column lies behind
     */
    static String day(String column, ZoneId zone, Instant first, Instant last) {
        String seconds = "(epoch_us(" + column + ") // 1000000)";
        return "(DATE '1970-01-01' + CAST(("
                + seconds
                + " + "
                + offset(seconds, zone.getRules(), first, last)
                + ") // 86400 AS INTEGER))";
    }

    private static String offset(String seconds, ZoneRules rules, Instant first, Instant last) {
        StringBuilder cases = new StringBuilder();
        ZoneOffsetTransition next = rules.nextTransition(first);
        int offset = rules.getOffset(first).getTotalSeconds();
        while (next != null && !next.getInstant().isAfter(last)) {
            cases.append(" WHEN ").append(seconds).append(" < ");
            cases.append(next.getInstant().getEpochSecond()).append(" THEN ").append(offset);
            offset = next.getOffsetAfter().getTotalSeconds();
            next = rules.nextTransition(next.getInstant());
        }
        return cases.isEmpty() ? "(" + offset + ")" : "(CASE" + cases + " ELSE " + offset + " END)";
    }
}
