-- The ledger's tables, version 1. Each statement may be run again.
-- The log has no key and no index: one would cost many times its size in writes. Identity is kept
-- by the recorder.
CREATE TABLE IF NOT EXISTS api_usage_logs (
    id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    user_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    operation VARCHAR NOT NULL,
    model VARCHAR,
    plan VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    error_message VARCHAR,
    processing_time_ms BIGINT,
    quantities JSON NOT NULL,
    credits DECIMAL(18, 9),
    api_cost DECIMAL(18, 9),
    credit_value DECIMAL(18, 9),
    rate_card_id VARCHAR,
    pricing VARCHAR NOT NULL,
    estimated BOOLEAN NOT NULL,
    fingerprint VARCHAR,
    metadata JSON
);

CREATE TABLE IF NOT EXISTS api_cost_adjustments (
    id VARCHAR NOT NULL,
    event_source VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    event_time TIMESTAMPTZ NOT NULL,
    booked_at TIMESTAMPTZ NOT NULL,
    reason VARCHAR NOT NULL,
    batch VARCHAR,
    cost_change DECIMAL(18, 9),
    credit_value_change DECIMAL(18, 9),
    old_plan VARCHAR,
    new_plan VARCHAR
);

CREATE TABLE IF NOT EXISTS api_cost_summaries (
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

CREATE TABLE IF NOT EXISTS api_cost_summary_quantities (
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

CREATE OR REPLACE VIEW api_cost_summaries_monthly AS
SELECT LEFT(CAST(day AS VARCHAR), 7) AS month, provider, operation, model, plan, status,
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
FROM api_cost_summaries
GROUP BY LEFT(CAST(day AS VARCHAR), 7), provider, operation, model, plan, status;

CREATE TABLE IF NOT EXISTS usage_quarter_hours (
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

CREATE TABLE IF NOT EXISTS usage_quarter_hour_quantities (
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

CREATE TABLE IF NOT EXISTS usage_user_days (
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

-- The price book: one row for each card and unit (unit NULL: a card without any rate). "rate" is
-- exact decimal text, "rate_usd" a copy for arithmetic in SQL, rounded to 18 decimals.
CREATE TABLE IF NOT EXISTS api_cost_config (
    entered BIGINT NOT NULL,
    id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    operation VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    unit VARCHAR,
    rate VARCHAR,
    rate_usd DECIMAL(38, 18),
    default_unit VARCHAR,
    failed_calls VARCHAR NOT NULL,
    effective_from TIMESTAMPTZ NOT NULL,
    effective_to TIMESTAMPTZ,
    source VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS api_plan_config (
    entered BIGINT NOT NULL,
    id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    price VARCHAR NOT NULL,
    price_usd DECIMAL(38, 18),
    credits VARCHAR NOT NULL,
    credits_number DECIMAL(38, 18),
    effective_from TIMESTAMPTZ NOT NULL,
    effective_to TIMESTAMPTZ,
    source VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS api_credit_config (
    entered BIGINT NOT NULL,
    operation VARCHAR NOT NULL,
    credits VARCHAR NOT NULL,
    credits_number DECIMAL(38, 18),
    effective_from TIMESTAMPTZ NOT NULL,
    effective_to TIMESTAMPTZ,
    source VARCHAR NOT NULL
);

-- Amounts are text here: what is set aside may be what a number column refuses.
CREATE TABLE IF NOT EXISTS usage_quarantine (
    id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    created_at TIMESTAMPTZ,
    received_at TIMESTAMPTZ NOT NULL,
    reason VARCHAR NOT NULL,
    explanation VARCHAR NOT NULL,
    user_id VARCHAR NOT NULL,
    provider VARCHAR NOT NULL,
    operation VARCHAR NOT NULL,
    model VARCHAR,
    plan VARCHAR,
    status VARCHAR NOT NULL,
    error_message VARCHAR,
    processing_time_ms BIGINT,
    quantities VARCHAR NOT NULL,
    credits VARCHAR,
    cost VARCHAR,
    estimated BOOLEAN NOT NULL,
    fingerprint VARCHAR,
    metadata VARCHAR,
    entry VARCHAR,
    number BIGINT
);

CREATE TABLE IF NOT EXISTS journal_positions (
    journal UUID NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    acknowledged BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    quarantined BIGINT NOT NULL
);

-- The question of the last 30 days, in the form that also answers where nothing was earned.
CREATE OR REPLACE VIEW api_profit_30d AS
SELECT provider, operation,
    COUNT(*) AS total_operations,
    SUM(api_cost) AS total_cost,
    SUM(credit_value) AS total_revenue,
    SUM(credit_value - api_cost) AS gross_profit,
    ROUND((SUM(credit_value - api_cost) / NULLIF(SUM(credit_value), 0)) * 100, 2)
        AS margin_percent
FROM api_usage_logs
WHERE created_at >= NOW() - INTERVAL '30 days'
GROUP BY provider, operation
ORDER BY gross_profit DESC;
