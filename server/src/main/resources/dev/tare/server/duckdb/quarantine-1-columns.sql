-- For files made before entries had ids: the ids they would have got, in the order they came.
ALTER TABLE usage_quarantine ADD COLUMN entry VARCHAR;
ALTER TABLE usage_quarantine ADD COLUMN number BIGINT;
UPDATE usage_quarantine SET
    number = rowid + 1,
    entry = (SELECT LEFT(CAST(journal AS VARCHAR), 8) FROM journal_positions
        ORDER BY quarantined DESC, journal LIMIT 1) || '-' || (rowid + 1);
