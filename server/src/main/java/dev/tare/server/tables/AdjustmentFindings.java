package dev.tare.server.tables;

import dev.tare.core.rollup.LedgerAudit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Checks each correction against the event as it was before: the log's row, or the last one. */
final class AdjustmentFindings {
    /** Corrections as rows of events. */
    static final String AS_ROWS =
            """
            (SELECT event_id AS id, event_source AS source, event_time AS created_at,
                booked_at AS received_at, user_id, provider, operation, model, plan, status,
                error_message, processing_time_ms, quantities, credits, api_cost, credit_value,
                rate_card_id, pricing, estimated, fingerprint, metadata,
                tier_position
            FROM api_cost_adjustments)\
            """;

    private static final String CHAIN =
            """
            SELECT a.id, a.found IS NULL OR a.user_id <> a.found AS lost,
                a.cost_change IS DISTINCT FROM CASE
                    WHEN a.api_cost IS NOT DISTINCT FROM a.was_cost THEN NULL
                    ELSE COALESCE(a.api_cost, 0) - COALESCE(a.was_cost, 0) END AS cost,
                a.credit_value_change IS DISTINCT FROM CASE
                    WHEN a.credit_value IS NOT DISTINCT FROM a.was_value THEN NULL
                    ELSE COALESCE(a.credit_value, 0) - COALESCE(a.was_value, 0) END AS value,
                a.old_plan IS DISTINCT FROM CASE
                    WHEN a.plan = a.was_plan THEN NULL ELSE a.was_plan END
                OR a.new_plan IS DISTINCT FROM CASE
                    WHEN a.plan = a.was_plan THEN NULL ELSE a.plan END AS plan
            FROM (
                SELECT x.*, l.user_id AS found,
                    CASE WHEN x.place = 1 THEN l.api_cost ELSE x.last_cost END AS was_cost,
                    CASE WHEN x.place = 1 THEN l.credit_value ELSE x.last_value END AS was_value,
                    CASE WHEN x.place = 1 THEN l.plan ELSE x.last_plan END AS was_plan
                FROM (
                    SELECT c.*, ROW_NUMBER() OVER one_event AS place,
                        LAG(c.api_cost) OVER one_event AS last_cost,
                        LAG(c.credit_value) OVER one_event AS last_value,
                        LAG(c.plan) OVER one_event AS last_plan
                    FROM api_cost_adjustments c
                    WHERE TRUE{of}
                    WINDOW one_event AS (
                        PARTITION BY event_source, event_id, event_time ORDER BY number)
                ) x
                LEFT JOIN api_usage_logs l ON l.source = x.event_source AND l.id = x.event_id
                    AND l.created_at = x.event_time{log}
            ) a
            ORDER BY a.number
            """;

    private final Connection reader;
    private final int max;

    AdjustmentFindings(Connection reader, int max) {
        this.reader = reader;
        this.max = max;
    }

    /** Day by day: what all corrections come to may be more than an engine's memory holds. */
    LedgerAudit.AdjustmentComparison look() throws SQLException {
        List<String> differences = new ArrayList<>();
        long adjustments = 0;
        for (LocalDate day : days()) {
            try (PreparedStatement statement = reader.prepareStatement(chain(day));
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    adjustments++;
                    if (differences.size() < max) {
                        note(row, differences);
                    }
                }
            }
        }
        return new LedgerAudit.AdjustmentComparison(adjustments, differences);
    }

    /**
     * The days (UTC) of corrected events. Of events whose row was let go there is nothing to
     * compare with.
     */
    private List<LocalDate> days() throws SQLException {
        Instant since = LogRetention.read(reader).since();
        String sql =
                "SELECT DISTINCT CAST(c.event_time AS DATE) AS day FROM api_cost_adjustments c"
                        + " WHERE TRUE"
                        + LogRetention.andSince(since, "c.event_time")
                        + " ORDER BY day";
        List<LocalDate> days = new ArrayList<>();
        try (PreparedStatement statement = reader.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                days.add(row.getObject("day", LocalDate.class));
            }
        }
        return days;
    }

    /** Months are let go whole, so a day is kept wholly or not at all. */
    private static String chain(LocalDate day) {
        return CHAIN.replace("{of}", within(day, "c.event_time"))
                .replace("{log}", within(day, "l.created_at"));
    }

    private static String within(LocalDate day, String column) {
        return " AND "
                + column
                + " >= "
                + Sql.literal(day.atStartOfDay(ZoneOffset.UTC).toInstant())
                + " AND "
                + column
                + " < "
                + Sql.literal(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static void note(ResultSet row, List<String> differences) throws SQLException {
        String subject = "Correction " + Sql.required(row, "id");
        if (row.getBoolean("lost")) {
            differences.add(subject + " corrects an event that isn't in the log.");
            return;
        }
        if (row.getBoolean("cost")) {
            differences.add(subject + ": cost_change isn't the difference to the cost before.");
        }
        if (row.getBoolean("value")) {
            differences.add(
                    subject + ": credit_value_change isn't the difference to the value before.");
        }
        if (row.getBoolean("plan")) {
            differences.add(subject + ": old_plan isn't the plan before.");
        }
    }
}
