package dev.tare.server.tables;

import java.time.Instant;

/**
 * The last correction of each corrected event. It is found by the highest of the corrections'
 * numbers: to pick whole rows by them, as DISTINCT ON does, takes twice as long.
 */
final class LastCorrections {
    /** Of all events. */
    static final String OF_ALL = among("");

    private LastCorrections() {}

    /** Of events from that time to before that other: rows of {@code api_cost_adjustments}. */
    static String between(Instant from, Instant to) {
        return among("event_time >= " + Sql.literal(from) + " AND event_time < " + Sql.literal(to));
    }

    /** Begins with FROM. */
    private static String among(String times) {
        String only = times.isEmpty() ? "" : " WHERE " + times;
        String also = times.isEmpty() ? "" : " AND " + times;
        return "FROM api_cost_adjustments WHERE number IN (SELECT MAX(number)"
                + " FROM api_cost_adjustments"
                + only
                + " GROUP BY event_source, event_id, event_time)"
                + also;
    }
}
