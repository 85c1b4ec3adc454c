package dev.tare.server.tables;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.function.Function;

/**
 * The offset of an instant in a zone, as SQL: what holds between two transitions.
 *
 * <p>The offsets are Java's. The engines have time zone tables of their own; with both in use, a
 * new rule of a country would make daily table and report disagree. It is also several times
 * faster. The text holds nothing but numbers.
 */
public final class LocalDays {
    private LocalDays() {}

    /**
     * An expression of the offset in seconds.
     *
     * @param before a condition: that the instant looked at lies before the one given
     * @param first no instant looked at lies before
     * @param last no instant looked at lies behind
     */
    public static String offset(
            ZoneId zone, Instant first, Instant last, Function<Instant, String> before) {
        ZoneRules rules = zone.getRules();
        StringBuilder cases = new StringBuilder();
        ZoneOffsetTransition next = rules.nextTransition(first);
        int offset = rules.getOffset(first).getTotalSeconds();
        while (next != null && !next.getInstant().isAfter(last)) {
            cases.append(" WHEN ").append(before.apply(next.getInstant()));
            cases.append(" THEN ").append(offset);
            offset = next.getOffsetAfter().getTotalSeconds();
            next = rules.nextTransition(next.getInstant());
        }
        return cases.isEmpty() ? "(" + offset + ")" : "(CASE" + cases + " ELSE " + offset + " END)";
    }
}
