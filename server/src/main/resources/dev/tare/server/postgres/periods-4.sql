-- Prices by the month, version 4; each statement may be run again.
-- Where an event's cost depends on how far its month had come: how much that was. NULL: it doesn't.
ALTER TABLE api_usage_logs ADD COLUMN IF NOT EXISTS tier_position NUMERIC(38, 9);
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS tier_position NUMERIC(38, 9);

-- How much was recorded of each month that is charged as a whole, corrections left out. "operation"
-- and "model" are those of the rate cards, * = any; "starts_at" is the month's first instant.
CREATE TABLE IF NOT EXISTS api_cost_periods (
    provider TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    quantity NUMERIC(38, 9) NOT NULL,
    PRIMARY KEY (provider, operation, model, unit, starts_at)
);

-- The log with the last correction of each event.
CREATE OR REPLACE VIEW api_usage_logs_adjusted AS
SELECT l.id, l.source, l.created_at, l.received_at, l.user_id,
    CASE WHEN a.event_id IS NULL THEN l.provider ELSE a.provider END AS provider,
    CASE WHEN a.event_id IS NULL THEN l.operation ELSE a.operation END AS operation,
    CASE WHEN a.event_id IS NULL THEN l.model ELSE a.model END AS model,
    CASE WHEN a.event_id IS NULL THEN l.plan ELSE a.plan END AS plan,
    CASE WHEN a.event_id IS NULL THEN l.status ELSE a.status END AS status,
    CASE WHEN a.event_id IS NULL THEN l.error_message ELSE a.error_message END AS error_message,
    CASE WHEN a.event_id IS NULL THEN l.processing_time_ms ELSE a.processing_time_ms END
        AS processing_time_ms,
    CASE WHEN a.event_id IS NULL THEN l.quantities ELSE a.quantities END AS quantities,
    CASE WHEN a.event_id IS NULL THEN l.credits ELSE a.credits END AS credits,
    CAST(CASE WHEN a.event_id IS NULL THEN l.api_cost ELSE a.api_cost END AS NUMERIC) AS api_cost,
    CAST(CASE WHEN a.event_id IS NULL THEN l.credit_value ELSE a.credit_value END AS NUMERIC)
        AS credit_value,
    CASE WHEN a.event_id IS NULL THEN l.rate_card_id ELSE a.rate_card_id END AS rate_card_id,
    CASE WHEN a.event_id IS NULL THEN l.pricing ELSE a.pricing END AS pricing,
    CASE WHEN a.event_id IS NULL THEN l.estimated ELSE a.estimated END AS estimated,
    CASE WHEN a.event_id IS NULL THEN l.fingerprint ELSE a.fingerprint END AS fingerprint,
    CASE WHEN a.event_id IS NULL THEN l.metadata ELSE a.metadata END AS metadata,
    CASE WHEN a.event_id IS NULL THEN l.tier_position ELSE a.tier_position END AS tier_position
FROM api_usage_logs l
LEFT JOIN (
    SELECT DISTINCT ON (event_source, event_id, event_time) *
    FROM api_cost_adjustments
    ORDER BY event_source, event_id, event_time, number DESC
) a ON a.event_source = l.source AND a.event_id = l.id AND a.event_time = l.created_at;
