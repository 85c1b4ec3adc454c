-- What was decided about the quarantine. Rows are only added; an entry is settled by the first one
-- that settles ("recorded", "duplicate", "discarded").
CREATE TABLE IF NOT EXISTS quarantine_decisions (
    entry VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    action VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    new_id VARCHAR,
    decided_by VARCHAR NOT NULL,
    note VARCHAR
);

CREATE OR REPLACE VIEW usage_quarantine_states AS
SELECT q.*,
    CASE WHEN d.entry IS NULL THEN 'waiting'
        WHEN d.action = 'retry' THEN 'retried' ELSE 'discarded' END AS state,
    d.decided_at, d.action, d.outcome, d.new_id, d.decided_by, d.note
FROM usage_quarantine q
LEFT JOIN quarantine_decisions d
    ON d.entry = q.entry AND d.outcome IN ('recorded', 'duplicate', 'discarded');
