-- Who may do what: nobody but the tables' owner, unless a policy says so. Version 1; each statement
-- may be run again.

-- Takes from everybody but the owner what a database may give by itself to new tables. Supabase's
-- service_role, which no policy holds back, may go on reading; roles that the ledger has policies
-- for keep what they were given.
CREATE OR REPLACE FUNCTION tare_close(relation REGCLASS) RETURNS VOID LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    somebody TEXT;
BEGIN
    EXECUTE FORMAT('REVOKE ALL ON %s FROM PUBLIC', relation);
    FOR somebody IN
        SELECT DISTINCT r.rolname
        FROM pg_class c
        CROSS JOIN LATERAL ACLEXPLODE(c.relacl) a
        JOIN pg_roles r ON r.oid = a.grantee
        WHERE c.oid = relation AND a.grantee <> c.relowner AND NOT EXISTS (
            SELECT 1 FROM pg_policy p
            WHERE p.polrelid = TO_REGCLASS('{schema}.tare_ledger') AND r.oid = ANY (p.polroles))
    LOOP
        IF somebody = 'service_role' THEN
            EXECUTE FORMAT(
                'REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON %s FROM %I',
                relation, somebody);
        ELSE
            EXECUTE FORMAT('REVOKE ALL ON %s FROM %I', relation, somebody);
        END IF;
    END LOOP;
END
$$;

DO $$
DECLARE
    name TEXT;
    somebody TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'tare_ledger', 'journal_positions', 'api_usage_logs', 'api_usage_logs_before_2000',
        'api_usage_logs_from_2100', 'api_cost_adjustments', 'api_cost_summaries',
        'api_cost_summary_quantities', 'usage_quarter_hours', 'usage_quarter_hour_quantities',
        'usage_user_days', 'api_cost_config', 'api_plan_config', 'api_credit_config',
        'usage_quarantine', 'quarantine_decisions', 'api_cost_summary_adjustments',
        'api_cost_summary_quantity_adjustments', 'usage_quarter_hour_adjustments',
        'usage_quarter_hour_quantity_adjustments', 'usage_user_day_adjustments',
        'log_retention', 'api_cost_terms', 'api_cost_periods']
    LOOP
        EXECUTE FORMAT('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        PERFORM tare_close(CAST(name AS REGCLASS));
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'api_usage_logs_adjusted', 'api_profit_30d', 'api_cost_summaries_monthly',
        'api_cost_summaries_adjusted', 'usage_quarantine_states']
    LOOP
        PERFORM tare_close(CAST(name AS REGCLASS));
    END LOOP;
    REVOKE ALL ON FUNCTION tare_add_month(DATE), tare_let_go(TIMESTAMPTZ), tare_close(REGCLASS)
        FROM PUBLIC;
    FOR somebody IN
        SELECT rolname FROM pg_roles
        WHERE rolname IN ('anon', 'authenticated', 'service_role')
    LOOP
        EXECUTE FORMAT(
            'REVOKE ALL ON FUNCTION tare_add_month(DATE), tare_let_go(TIMESTAMPTZ),'
                ' tare_close(REGCLASS) FROM %I', somebody);
    END LOOP;
END
$$;
