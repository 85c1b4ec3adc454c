-- Sums of the log, added to with each transaction. Version 1; each statement may be run again.
CREATE TABLE IF NOT EXISTS api_cost_summaries (
    day DATE NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    plan TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    requests BIGINT NOT NULL,
    complete_requests BIGINT NOT NULL,
    unpriced_requests BIGINT NOT NULL,
    unvalued_requests BIGINT NOT NULL,
    failed_requests BIGINT NOT NULL,
    estimated_requests BIGINT NOT NULL,
    total_cost NUMERIC(38, 9) NOT NULL,
    total_revenue NUMERIC(38, 9) NOT NULL,
    gross_profit NUMERIC(38, 9) NOT NULL,
    unvalued_cost NUMERIC(38, 9) NOT NULL,
    unpriced_revenue NUMERIC(38, 9) NOT NULL,
    failed_cost NUMERIC(38, 9) NOT NULL,
    estimated_cost NUMERIC(38, 9) NOT NULL,
    cost_adjustment NUMERIC(38, 9) NOT NULL,
    revenue_adjustment NUMERIC(38, 9) NOT NULL,
    credits NUMERIC(38, 9) NOT NULL,
    processing_time_ms BIGINT NOT NULL,
    timed_requests BIGINT NOT NULL,
    PRIMARY KEY (day, provider, operation, model, plan, status)
);

CREATE TABLE IF NOT EXISTS api_cost_summary_quantities (
    day DATE NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    plan TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL,
    quantity NUMERIC(38, 9) NOT NULL,
    PRIMARY KEY (day, provider, operation, model, plan, status, unit)
);

CREATE OR REPLACE VIEW api_cost_summaries_monthly AS
SELECT TO_CHAR(CAST(day AS TIMESTAMP), 'YYYY-MM') AS month, provider, operation, model, plan, status,
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
GROUP BY TO_CHAR(CAST(day AS TIMESTAMP), 'YYYY-MM'), provider, operation, model, plan, status;

CREATE TABLE IF NOT EXISTS usage_quarter_hours (
    quarter_hour TIMESTAMPTZ NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    plan TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    requests BIGINT NOT NULL,
    complete_requests BIGINT NOT NULL,
    unpriced_requests BIGINT NOT NULL,
    unvalued_requests BIGINT NOT NULL,
    failed_requests BIGINT NOT NULL,
    estimated_requests BIGINT NOT NULL,
    total_cost NUMERIC(38, 9) NOT NULL,
    total_revenue NUMERIC(38, 9) NOT NULL,
    gross_profit NUMERIC(38, 9) NOT NULL,
    unvalued_cost NUMERIC(38, 9) NOT NULL,
    unpriced_revenue NUMERIC(38, 9) NOT NULL,
    failed_cost NUMERIC(38, 9) NOT NULL,
    estimated_cost NUMERIC(38, 9) NOT NULL,
    cost_adjustment NUMERIC(38, 9) NOT NULL,
    revenue_adjustment NUMERIC(38, 9) NOT NULL,
    credits NUMERIC(38, 9) NOT NULL,
    processing_time_ms BIGINT NOT NULL,
    timed_requests BIGINT NOT NULL,
    PRIMARY KEY (quarter_hour, provider, operation, model, plan, status)
);

CREATE TABLE IF NOT EXISTS usage_quarter_hour_quantities (
    quarter_hour TIMESTAMPTZ NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    plan TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL,
    quantity NUMERIC(38, 9) NOT NULL,
    PRIMARY KEY (quarter_hour, provider, operation, model, plan, status, unit)
);

CREATE TABLE IF NOT EXISTS usage_user_days (
    day DATE NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    requests BIGINT NOT NULL,
    complete_requests BIGINT NOT NULL,
    unpriced_requests BIGINT NOT NULL,
    unvalued_requests BIGINT NOT NULL,
    failed_requests BIGINT NOT NULL,
    estimated_requests BIGINT NOT NULL,
    total_cost NUMERIC(38, 9) NOT NULL,
    total_revenue NUMERIC(38, 9) NOT NULL,
    gross_profit NUMERIC(38, 9) NOT NULL,
    unvalued_cost NUMERIC(38, 9) NOT NULL,
    unpriced_revenue NUMERIC(38, 9) NOT NULL,
    failed_cost NUMERIC(38, 9) NOT NULL,
    estimated_cost NUMERIC(38, 9) NOT NULL,
    cost_adjustment NUMERIC(38, 9) NOT NULL,
    revenue_adjustment NUMERIC(38, 9) NOT NULL,
    credits NUMERIC(38, 9) NOT NULL,
    processing_time_ms BIGINT NOT NULL,
    timed_requests BIGINT NOT NULL,
    PRIMARY KEY (day, user_id)
);
