-- Corrections, version 2; each statement may be run again.
-- A row of api_cost_adjustments corrects one event of the log, whose own row stays. "number" is the
-- order in which they were booked; from "user_id" on it is the event as it is from then on.
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS number BIGINT;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS user_id VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS provider VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS operation VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS model VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS plan VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS status VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS error_message VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS processing_time_ms BIGINT;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS quantities JSON;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS credits DECIMAL(18, 9);
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS api_cost DECIMAL(18, 9);
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS credit_value DECIMAL(18, 9);
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS rate_card_id VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS pricing VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS estimated BOOLEAN;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS fingerprint VARCHAR;
ALTER TABLE api_cost_adjustments ADD COLUMN IF NOT EXISTS metadata JSON;

-- What corrections change of each sum, at the time of the event: what it counted for until then is
-- taken away, in the group it was in, and what it counts for now is added.
CREATE TABLE IF NOT EXISTS api_cost_summary_adjustments (
    day DATE NOT NULL,
    provider VARCHAR NOT NULL,
    operation VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    plan VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    requests BIGINT NOT NULL,
    complete_requests BIGINT NOT NULL,
    unpriced_requests BIGINT NOT NULL,
    unvalued_requests BIGINT NOT NULL,
    failed_requests BIGINT NOT NULL,
    estimated_requests BIGINT NOT NULL,
    total_cost DECIMAL(38, 9) NOT NULL,
    total_revenue DECIMAL(38, 9) NOT NULL,
    gross_profit DECIMAL(38, 9) NOT NULL,
    unvalued_cost DECIMAL(38, 9) NOT NULL,
    unpriced_revenue DECIMAL(38, 9) NOT NULL,
    failed_cost DECIMAL(38, 9) NOT NULL,
    estimated_cost DECIMAL(38, 9) NOT NULL,
    cost_adjustment DECIMAL(38, 9) NOT NULL,
    revenue_adjustment DECIMAL(38, 9) NOT NULL,
    credits DECIMAL(38, 9) NOT NULL,
    processing_time_ms BIGINT NOT NULL,
    timed_requests BIGINT NOT NULL,
    PRIMARY KEY (day, provider, operation, model, plan, status)
);

CREATE TABLE IF NOT EXISTS api_cost_summary_quantity_adjustments (
    day DATE NOT NULL,
    provider VARCHAR NOT NULL,
    operation VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    plan VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    quantity DECIMAL(38, 9) NOT NULL,
    PRIMARY KEY (day, provider, operation, model, plan, status, unit)
);

CREATE TABLE IF NOT EXISTS usage_quarter_hour_adjustments (
    quarter_hour TIMESTAMPTZ NOT NULL,
    provider VARCHAR NOT NULL,
    operation VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    plan VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    requests BIGINT NOT NULL,
    complete_requests BIGINT NOT NULL,
    unpriced_requests BIGINT NOT NULL,
    unvalued_requests BIGINT NOT NULL,
    failed_requests BIGINT NOT NULL,
    estimated_requests BIGINT NOT NULL,
    total_cost DECIMAL(38, 9) NOT NULL,
    total_revenue DECIMAL(38, 9) NOT NULL,
    gross_profit DECIMAL(38, 9) NOT NULL,
    unvalued_cost DECIMAL(38, 9) NOT NULL,
    unpriced_revenue DECIMAL(38, 9) NOT NULL,
    failed_cost DECIMAL(38, 9) NOT NULL,
    estimated_cost DECIMAL(38, 9) NOT NULL,
    cost_adjustment DECIMAL(38, 9) NOT NULL,
    revenue_adjustment DECIMAL(38, 9) NOT NULL,
    credits DECIMAL(38, 9) NOT NULL,
    processing_time_ms BIGINT NOT NULL,
    timed_requests BIGINT NOT NULL,
    PRIMARY KEY (quarter_hour, provider, operation, model, plan, status)
);

CREATE TABLE IF NOT EXISTS usage_quarter_hour_quantity_adjustments (
    quarter_hour TIMESTAMPTZ NOT NULL,
    provider VARCHAR NOT NULL,
    operation VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    plan VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    quantity DECIMAL(38, 9) NOT NULL,
    PRIMARY KEY (quarter_hour, provider, operation, model, plan, status, unit)
);

CREATE TABLE IF NOT EXISTS usage_user_day_adjustments (
    day DATE NOT NULL,
    user_id VARCHAR NOT NULL,
    requests BIGINT NOT NULL,
    complete_requests BIGINT NOT NULL,
    unpriced_requests BIGINT NOT NULL,
    unvalued_requests BIGINT NOT NULL,
    failed_requests BIGINT NOT NULL,
    estimated_requests BIGINT NOT NULL,
    total_cost DECIMAL(38, 9) NOT NULL,
    total_revenue DECIMAL(38, 9) NOT NULL,
    gross_profit DECIMAL(38, 9) NOT NULL,
    unvalued_cost DECIMAL(38, 9) NOT NULL,
    unpriced_revenue DECIMAL(38, 9) NOT NULL,
    failed_cost DECIMAL(38, 9) NOT NULL,
    estimated_cost DECIMAL(38, 9) NOT NULL,
    cost_adjustment DECIMAL(38, 9) NOT NULL,
    revenue_adjustment DECIMAL(38, 9) NOT NULL,
    credits DECIMAL(38, 9) NOT NULL,
    processing_time_ms BIGINT NOT NULL,
    timed_requests BIGINT NOT NULL,
    PRIMARY KEY (day, user_id)
);

-- The sums with all corrections counted.
CREATE OR REPLACE VIEW api_cost_summaries_adjusted AS
SELECT day, provider, operation, model, plan, status,
    CAST(SUM(requests) AS BIGINT) AS requests,
    CAST(SUM(complete_requests) AS BIGINT) AS complete_requests,
    CAST(SUM(unpriced_requests) AS BIGINT) AS unpriced_requests,
    CAST(SUM(unvalued_requests) AS BIGINT) AS unvalued_requests,
    CAST(SUM(failed_requests) AS BIGINT) AS failed_requests,
    CAST(SUM(estimated_requests) AS BIGINT) AS estimated_requests,
    SUM(total_cost) AS total_cost,
    SUM(total_revenue) AS total_revenue,
    SUM(gross_profit) AS gross_profit,
    SUM(unvalued_cost) AS unvalued_cost,
    SUM(unpriced_revenue) AS unpriced_revenue,
    SUM(failed_cost) AS failed_cost,
    SUM(estimated_cost) AS estimated_cost,
    SUM(cost_adjustment) AS cost_adjustment,
    SUM(revenue_adjustment) AS revenue_adjustment,
    SUM(credits) AS credits,
    CAST(SUM(processing_time_ms) AS BIGINT) AS processing_time_ms,
    CAST(SUM(timed_requests) AS BIGINT) AS timed_requests
FROM (
    SELECT day, provider, operation, model, plan, status, requests, complete_requests,
        unpriced_requests, unvalued_requests, failed_requests, estimated_requests, total_cost,
        total_revenue, gross_profit, unvalued_cost, unpriced_revenue, failed_cost,
        estimated_cost, cost_adjustment, revenue_adjustment, credits, processing_time_ms,
        timed_requests
    FROM api_cost_summaries
    UNION ALL
    SELECT day, provider, operation, model, plan, status, requests, complete_requests,
        unpriced_requests, unvalued_requests, failed_requests, estimated_requests, total_cost,
        total_revenue, gross_profit, unvalued_cost, unpriced_revenue, failed_cost,
        estimated_cost, cost_adjustment, revenue_adjustment, credits, processing_time_ms,
        timed_requests
    FROM api_cost_summary_adjustments
) s
GROUP BY day, provider, operation, model, plan, status;
