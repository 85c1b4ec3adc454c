package dev.tare.server.tables;

import java.util.List;

/** Rows of events that a question is put to: the log, and what corrections put beside it. */
enum LogSource {
    /** Every row, as charged. */
    CHARGED("api_usage_logs", false, false),
    /** Corrected events as they are now: the last correction of each. */
    NOW(
            """
            (SELECT event_id AS id, event_source AS source, event_time AS created_at, user_id,
                provider, operation, model, plan, status, processing_time_ms, quantities, credits,
                api_cost, credit_value, estimated
            %s)\
            """
                    .formatted(LastCorrections.OF_ALL),
            true,
            false),
    /** Corrected events as they were charged, to be taken away. */
    BEFORE(
            """
            (SELECT l.id, l.source, l.created_at, l.user_id, l.provider, l.operation, l.model,
                l.plan, l.status, l.processing_time_ms, l.quantities, l.credits, l.api_cost,
                l.credit_value, l.estimated
            FROM (SELECT DISTINCT event_source, event_id, event_time FROM api_cost_adjustments) a
            JOIN api_usage_logs l ON l.source = a.event_source AND l.id = a.event_id
                AND l.created_at = a.event_time)\
            """,
            true,
            true);

    /** What corrections change: the one less the other. */
    static final List<LogSource> CORRECTED = List.of(NOW, BEFORE);

    private final String rows;
    private final boolean correction;
    private final boolean away;

    LogSource(String rows, boolean correction, boolean away) {
        this.rows = rows;
        this.correction = correction;
        this.away = away;
    }

    /** A table, or a query in parentheses. */
    String rows() {
        return rows;
    }

    /** The same, as it stands in a statement. */
    String from() {
        return from(rows);
    }

    /** The same, of other rows of that form. */
    String from(String others) {
        return correction ? others + " x" : others;
    }

    /** A sum over these rows: below zero where they are to be taken away. */
    String sum(SumColumn column) {
        return column.overRows(correction, away);
    }

    /** The sum of a quantity. */
    String quantity() {
        return away ? "-SUM(quantity)" : "SUM(quantity)";
    }
}
