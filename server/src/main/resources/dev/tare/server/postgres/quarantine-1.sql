-- Version 1; each statement may be run again.
-- Amounts are text here: what is set aside may be what a number column refuses.
CREATE TABLE IF NOT EXISTS usage_quarantine (
    id TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMPTZ,
    received_at TIMESTAMPTZ NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    explanation TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C",
    plan TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    error_message TEXT COLLATE "C",
    processing_time_ms BIGINT,
    quantities TEXT COLLATE "C" NOT NULL,
    credits TEXT COLLATE "C",
    cost TEXT COLLATE "C",
    estimated BOOLEAN NOT NULL,
    fingerprint TEXT COLLATE "C",
    metadata TEXT COLLATE "C",
    entry TEXT COLLATE "C",
    number BIGINT
);

-- What was decided about the quarantine. Rows are only added; an entry is settled by the first one
-- that settles ("recorded", "duplicate", "discarded").
CREATE TABLE IF NOT EXISTS quarantine_decisions (
    entry TEXT COLLATE "C" NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    new_id TEXT COLLATE "C",
    decided_by TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C"
);

CREATE OR REPLACE VIEW usage_quarantine_states AS
SELECT q.*,
    CASE WHEN d.entry IS NULL THEN 'waiting'
        WHEN d.action = 'retry' THEN 'retried' ELSE 'discarded' END AS state,
    d.decided_at, d.action, d.outcome, d.new_id, d.decided_by, d.note
FROM usage_quarantine q
LEFT JOIN quarantine_decisions d
    ON d.entry = q.entry AND d.outcome IN ('recorded', 'duplicate', 'discarded');
