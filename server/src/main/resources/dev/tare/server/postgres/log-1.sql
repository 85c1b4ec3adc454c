-- The ledger's tables in PostgreSQL, version 1. Each statement may be run again.
-- The log, in partitions by month (UTC) of the event's time. Rows are numbered from 0 in the order of
-- their commits.
CREATE TABLE IF NOT EXISTS api_usage_logs (
    id TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C",
    plan TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    error_message TEXT COLLATE "C",
    processing_time_ms BIGINT,
    quantities JSON NOT NULL,
    credits NUMERIC(18, 9),
    api_cost NUMERIC(18, 9),
    credit_value NUMERIC(18, 9),
    rate_card_id TEXT COLLATE "C",
    pricing TEXT COLLATE "C" NOT NULL,
    estimated BOOLEAN NOT NULL,
    fingerprint TEXT COLLATE "C",
    metadata JSON,
    row_number BIGINT NOT NULL,
    UNIQUE (created_at, user_id, source, id)
) PARTITION BY RANGE (created_at);

CREATE INDEX IF NOT EXISTS api_usage_logs_identity ON api_usage_logs (id, source);
CREATE INDEX IF NOT EXISTS api_usage_logs_order ON api_usage_logs (row_number);

-- For times that no month is made for.
CREATE TABLE IF NOT EXISTS api_usage_logs_before_2000 PARTITION OF api_usage_logs
    FOR VALUES FROM (MINVALUE) TO ('2000-01-01 00:00:00+00');
CREATE TABLE IF NOT EXISTS api_usage_logs_from_2100 PARTITION OF api_usage_logs
    FOR VALUES FROM ('2100-01-01 00:00:00+00') TO (MAXVALUE);

-- Makes a month's partition, unless it is there. Attached, not made in place: that would keep
-- everybody from the log for as long as somebody reads it. It runs with its owner's rights, so that
-- the role that records needs none to make tables; no name in it is looked for anywhere but in the
-- catalog and in the ledger's own schema, where others might have put something of the same name.
CREATE OR REPLACE FUNCTION tare_add_month(month DATE) RETURNS VOID LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    home CONSTANT TEXT := '{schema}';
    start CONSTANT TIMESTAMP := CAST(month AS TIMESTAMP);
    name CONSTANT TEXT := 'api_usage_logs_' || TO_CHAR(start, 'YYYY_MM');
BEGIN
    IF start <> DATE_TRUNC('month', start) THEN
        RAISE EXCEPTION 'a month begins on its first day, not on %', month;
    END IF;
    IF month < DATE '2000-01-01' OR month >= DATE '2100-01-01' OR EXISTS (
        SELECT 1 FROM pg_inherits
        WHERE inhparent = CAST(FORMAT('%I.api_usage_logs', home) AS REGCLASS)
            AND inhrelid = TO_REGCLASS(FORMAT('%I.%I', home, name))) THEN
        RETURN;
    END IF;
    EXECUTE FORMAT('CREATE TABLE %I.%I (LIKE %I.api_usage_logs)', home, name, home);
    EXECUTE FORMAT('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', home, name);
    EXECUTE FORMAT(
        'SELECT %I.tare_close(CAST(%L AS REGCLASS))', home, FORMAT('%I.%I', home, name));
    EXECUTE FORMAT(
        'ALTER TABLE %I.api_usage_logs ATTACH PARTITION %I.%I FOR VALUES FROM (%L) TO (%L)',
        home, home, name,
        TO_CHAR(start, 'YYYY-MM-DD') || ' 00:00:00+00',
        TO_CHAR(start + INTERVAL '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
END
$$;

-- One row, made with the tables: the ledger's own id, the tables' version, the zone in which days
-- are cut, how many rows the log has, and a number at random that each transaction changes. Whoever
-- records locks the row first, and reads all anew where the number isn't that of its last look.
CREATE TABLE IF NOT EXISTS tare_ledger (
    one BOOLEAN NOT NULL PRIMARY KEY CHECK (one),
    ledger UUID NOT NULL,
    version INTEGER NOT NULL,
    workspace_zone TEXT COLLATE "C" NOT NULL,
    log_rows BIGINT NOT NULL,
    stamp UUID NOT NULL
);

CREATE TABLE IF NOT EXISTS api_cost_adjustments (
    id TEXT COLLATE "C" NOT NULL,
    event_source TEXT COLLATE "C" NOT NULL,
    event_id TEXT COLLATE "C" NOT NULL,
    event_time TIMESTAMPTZ NOT NULL,
    booked_at TIMESTAMPTZ NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    batch TEXT COLLATE "C",
    cost_change NUMERIC(18, 9),
    credit_value_change NUMERIC(18, 9),
    old_plan TEXT COLLATE "C",
    new_plan TEXT COLLATE "C"
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
