-- A role with which Tare records and reports, and that can do nothing else: it can neither change
-- A role with which Tare records and reports, and that can do nothing else: it can neither change
-- nor delete rows of the log, but let go of whole months that ended 62 days ago or longer, nor make
-- tables. Put a password of your own in. Days can't be cut in another time zone with it; that takes
-- the tables' owner once. May be run again, and should be after an update of Tare that brings new
-- tables: a role that is there keeps its password.
BEGIN;
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} LOGIN PASSWORD 'put-a-password-here'
            NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
END
$$;
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT EXECUTE ON FUNCTION {schema}.tare_add_month(DATE) TO {role};
GRANT EXECUTE ON FUNCTION {schema}.tare_let_go(TIMESTAMPTZ) TO {role};
{grants}
COMMIT;

SELECT 'The role {role} is ready; give Tare its address.' AS tare;
