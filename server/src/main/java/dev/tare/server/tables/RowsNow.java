package dev.tare.server.tables;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Events of a span as they are now, chosen by what they are now: rows of the log that nothing
 * corrects, and corrected events by their last correction, received when that was booked. Apart, an
 * engine can choose while it reads; joined first, it would read every column of every row.
 *
 * <p>The span holds no events whose rows were let go: their corrections are there still.
 *
 * @param from the first moment (UTC)
 * @param to the first moment no longer asked for (UTC)
 * @param condition which rows, over columns of a log named {@code l}
 * @param given values of the condition's parameters
 * @param end an order and a limit; may be empty
 */
record RowsNow(Instant from, Instant to, String condition, List<Object> given, String end) {
    /** A query, for {@link StoredRows#readCharged}; with the column {@code corrected}. */
    String sql() {
        // Bounds stand in the text: only so an engine leaves out whole blocks of rows by them.
        return """
        SELECT * FROM (
            (SELECT %1$s, FALSE AS corrected FROM api_usage_logs l
            WHERE l.created_at >= %2$s AND l.created_at < %3$s AND %4$s
                AND NOT EXISTS (
                    SELECT 1 FROM api_cost_adjustments c
                    WHERE c.event_id = l.id AND c.event_source = l.source
                        AND c.event_time = l.created_at
                        AND c.event_time >= %2$s AND c.event_time < %3$s)
            %5$s)
            UNION ALL
            (SELECT %1$s, TRUE AS corrected FROM (
                SELECT %6$s, a.number FROM api_cost_adjustments a
                WHERE a.event_time >= %2$s AND a.event_time < %3$s) l
            WHERE %4$s AND NOT EXISTS (
                SELECT 1 FROM api_cost_adjustments b
                WHERE b.event_id = l.id AND b.event_source = l.source
                    AND b.event_time = l.created_at AND b.number > l.number
                    AND b.event_time >= %2$s AND b.event_time < %3$s)
            %5$s)) rows_now
        %5$s
        """
                .formatted(
                        StoredRows.CHARGED_COLUMNS,
                        Sql.literal(from),
                        Sql.literal(to),
                        condition,
                        end,
                        StoredRows.CORRECTED_COLUMNS);
    }

    /** The values of the query's parameters. */
    List<Object> values() {
        List<Object> all = new ArrayList<>(given);
        all.addAll(given);
        return all;
    }
}
