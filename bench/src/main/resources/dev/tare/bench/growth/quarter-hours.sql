-- The quarter hours from :first up to :behind, summed up from the log. Opening the ledger with
-- another zone makes the daily tables anew, and not these.
INSERT INTO usage_quarter_hours
SELECT make_timestamptz(epoch_us(created_at) // 900000000 * 900000000),
    provider, operation, COALESCE(model, ''), plan, status,
    COUNT(*),
    COUNT(*) FILTER (WHERE api_cost IS NOT NULL AND credit_value IS NOT NULL),
    COUNT(*) FILTER (WHERE api_cost IS NULL),
    COUNT(*) FILTER (WHERE credit_value IS NULL),
    COUNT(*) FILTER (WHERE status <> 'success'),
    COUNT(*) FILTER (WHERE estimated),
    COALESCE(SUM(api_cost), 0),
    COALESCE(SUM(credit_value), 0),
    COALESCE(SUM(credit_value - api_cost), 0),
    COALESCE(SUM(api_cost) FILTER (WHERE credit_value IS NULL), 0),
    COALESCE(SUM(credit_value) FILTER (WHERE api_cost IS NULL), 0),
    COALESCE(SUM(api_cost) FILTER (WHERE status <> 'success'), 0),
    COALESCE(SUM(api_cost) FILTER (WHERE estimated), 0),
    0,
    0,
    COALESCE(SUM(credits), 0),
    COALESCE(SUM(processing_time_ms), 0),
    COUNT(processing_time_ms)
FROM api_usage_logs
WHERE created_at >= make_timestamptz(:first) AND created_at < make_timestamptz(:behind)
GROUP BY 1, 2, 3, 4, 5, 6;

INSERT INTO usage_quarter_hour_quantities
SELECT quarter_hour, provider, operation, model, plan, status, part.key, SUM(part.value)
FROM (
    SELECT make_timestamptz(epoch_us(created_at) // 900000000 * 900000000) AS quarter_hour,
        provider, operation, COALESCE(model, '') AS model, plan, status,
        UNNEST(MAP_ENTRIES(CAST(quantities AS MAP(VARCHAR, DECIMAL(38, 9))))) AS part
    FROM api_usage_logs
    WHERE created_at >= make_timestamptz(:first) AND created_at < make_timestamptz(:behind)
)
GROUP BY 1, 2, 3, 4, 5, 6, 7;
