-- Rows of the log that were let go, version 2; each statement may be run again. Rows are only added:
-- those of events before "before" went, so many, when "log_rows" had ever been written.
CREATE TABLE IF NOT EXISTS log_retention (
    before TIMESTAMPTZ NOT NULL,
    rows BIGINT NOT NULL,
    log_rows BIGINT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL
);

-- Lets go of the log's rows of months before a moment, and returns how many they were. It runs with
-- its owner's rights: a role that may delete nothing may do this, for whole months (UTC) that ended
-- 62 days ago or longer, and no more. All is counted first, since whoever reads is kept from the
-- log from the first table dropped to the end of the transaction. Where somebody reads for longer, or
-- has made something upon a month's table, its rows are deleted, and the empty table goes with a
-- later month: whoever records must not wait for readers.
CREATE OR REPLACE FUNCTION tare_let_go(moment TIMESTAMPTZ) RETURNS BIGINT LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    home CONSTANT TEXT := '{schema}';
    start CONSTANT TIMESTAMP := moment AT TIME ZONE 'UTC';
    months TEXT[];
    month TEXT;
    counted BIGINT;
    gone BIGINT;
    quick BOOLEAN := TRUE;
BEGIN
    IF start <> DATE_TRUNC('month', start) OR moment > NOW() - INTERVAL '62 days' THEN
        RAISE EXCEPTION
            'rows of whole months (UTC) can be let go, 62 days after their end, not before %', moment;
    END IF;
    EXECUTE FORMAT('DELETE FROM %I.api_usage_logs_before_2000 WHERE created_at < $1', home)
        USING moment;
    GET DIAGNOSTICS gone = ROW_COUNT;
    SELECT COALESCE(ARRAY_AGG(CAST(c.relname AS TEXT) ORDER BY c.relname), '{}') INTO months
    FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE i.inhparent = CAST(FORMAT('%I.api_usage_logs', home) AS REGCLASS) AND n.nspname = home
        AND c.relname ~ '^api_usage_logs_[0-9]{4}_[0-9]{2}$'
        AND CAST(c.relname AS TEXT) COLLATE "C" < 'api_usage_logs_' || TO_CHAR(start, 'YYYY_MM');
    FOREACH month IN ARRAY months LOOP
        EXECUTE FORMAT('SELECT COUNT(*) FROM %I.%I', home, month) INTO counted;
        gone := gone + counted;
    END LOOP;
    FOREACH month IN ARRAY months LOOP
        IF quick THEN
            BEGIN
                EXECUTE FORMAT('DROP TABLE %I.%I', home, month);
                CONTINUE;
            EXCEPTION
                WHEN lock_not_available THEN
                    quick := FALSE;
                WHEN dependent_objects_still_exist OR object_in_use THEN
                    NULL;
            END;
        END IF;
        EXECUTE FORMAT('DELETE FROM %I.%I', home, month);
    END LOOP;
    RETURN gone;
END
$$;
