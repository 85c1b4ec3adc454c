-- Rows of the log that were let go, version 2; may be run again. Rows are only added: those of
-- events before "before" went, so many, when "log_rows" had ever been written.
CREATE TABLE IF NOT EXISTS log_retention (
    before TIMESTAMPTZ NOT NULL,
    rows BIGINT NOT NULL,
    log_rows BIGINT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL
);
