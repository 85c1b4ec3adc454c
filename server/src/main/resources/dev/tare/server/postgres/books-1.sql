-- Version 1; each statement may be run again.
-- The price book: one row for each card and unit (unit NULL: a card without any rate). "rate" is
-- exact decimal text, "rate_usd" a copy for arithmetic in SQL, rounded to 18 decimals.
CREATE TABLE IF NOT EXISTS api_cost_config (
    entered BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    rate TEXT COLLATE "C",
    rate_usd NUMERIC(38, 18),
    default_unit TEXT COLLATE "C",
    failed_calls TEXT COLLATE "C" NOT NULL,
    effective_from TIMESTAMPTZ NOT NULL,
    effective_to TIMESTAMPTZ,
    source TEXT COLLATE "C" NOT NULL
);

CREATE TABLE IF NOT EXISTS api_plan_config (
    entered BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    price TEXT COLLATE "C" NOT NULL,
    price_usd NUMERIC(38, 18),
    credits TEXT COLLATE "C" NOT NULL,
    credits_number NUMERIC(38, 18),
    effective_from TIMESTAMPTZ NOT NULL,
    effective_to TIMESTAMPTZ,
    source TEXT COLLATE "C" NOT NULL
);

CREATE TABLE IF NOT EXISTS api_credit_config (
    entered BIGINT NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    credits TEXT COLLATE "C" NOT NULL,
    credits_number NUMERIC(38, 18),
    effective_from TIMESTAMPTZ NOT NULL,
    effective_to TIMESTAMPTZ,
    source TEXT COLLATE "C" NOT NULL
);
