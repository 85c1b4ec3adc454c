-- Makes the tables of Tare's ledger in the schema {schema}. May be run again: what is there stays
-- as it is. Where a name is taken by somebody else's table, nothing is changed.
BEGIN;
CREATE SCHEMA IF NOT EXISTS {schema};
SET LOCAL search_path = {schema}, pg_temp;

DO $$
DECLARE
    taken TEXT;
    made INTEGER;
BEGIN
    SELECT STRING_AGG(relname, ', ' ORDER BY relname) INTO taken FROM pg_class
    WHERE relnamespace = CAST(CURRENT_SCHEMA() AS regnamespace) AND relname IN ({names});
    taken := CONCAT_WS(', ', taken, (
        SELECT STRING_AGG(f, ', ' ORDER BY f) FROM UNNEST(ARRAY[{functions}]) f
        WHERE TO_REGPROCEDURE(QUOTE_IDENT(CURRENT_SCHEMA()) || '.' || f) IS NOT NULL));
    IF taken <> '' AND TO_REGCLASS('tare_ledger') IS NULL THEN
        RAISE EXCEPTION 'Nothing was changed: these names are taken: %', taken
            USING HINT = 'Print the script for a schema of its own (?schema=tare).';
    END IF;
    IF TO_REGCLASS('tare_ledger') IS NOT NULL THEN
        SELECT MAX(version) INTO made FROM tare_ledger;
        IF made > {version} THEN
            RAISE EXCEPTION 'Nothing was changed: the ledger has version %, this script knows {version}',
                made USING HINT = 'Print the script with the program that made the ledger.';
        END IF;
    END IF;
    SELECT STRING_AGG(name, ', ' ORDER BY name) INTO taken
    FROM (VALUES {data}) needed(name, since)
    WHERE TO_REGCLASS('tare_ledger') IS NOT NULL AND TO_REGCLASS(name) IS NULL
        AND since <= COALESCE(made, {version});
    IF taken IS NOT NULL THEN
        RAISE EXCEPTION 'Nothing was changed: the ledger has lost %', taken
            USING HINT = 'Restore the database from a backup.';
    END IF;
END
$$;

{scripts}
INSERT INTO tare_ledger
SELECT TRUE, gen_random_uuid(), {version}, {zone}, 0, gen_random_uuid()
WHERE NOT EXISTS (SELECT 1 FROM tare_ledger) AND NOT EXISTS (SELECT 1 FROM api_usage_logs);
UPDATE tare_ledger SET version = {version} WHERE version < {version};
COMMIT;

SELECT 'Tare is ready in the schema {schema}: ' || COUNT(*) || ' of {count} tables and views are there.'
    AS tare
FROM pg_class
WHERE relnamespace = CAST('{schema}' AS regnamespace) AND relname IN ({names})
    AND relkind IN ('r', 'p', 'v');
