-- What whoever opens the database finds beside the tables.
COMMENT ON TABLE tare_ledger IS
    'Tare: the ledger''s one row: its id, version, time zone and number of rows.';
COMMENT ON TABLE journal_positions IS
    'Tare: how far the ledger has come with the journal of each server.';
COMMENT ON TABLE api_usage_logs IS
    'Tare: usage events as charged, by month (UTC). Written by the server only; never changed.';
COMMENT ON TABLE log_retention IS
    'Tare: from when on usage events are kept one by one, and how many were let go.';
COMMENT ON TABLE api_cost_adjustments IS 'Tare: later corrections of usage events.';
COMMENT ON TABLE api_cost_summaries IS
    'Tare: sums by day (workspace time zone), provider, operation, model, plan and status. USD.';
COMMENT ON TABLE api_cost_summary_quantities IS 'Tare: quantities of the same groups, by unit.';
COMMENT ON TABLE usage_quarter_hours IS
    'Tare: the same sums by quarter of an hour (UTC), for other time zones.';
COMMENT ON TABLE usage_quarter_hour_quantities IS 'Tare: quantities of the same groups, by unit.';
COMMENT ON TABLE usage_user_days IS 'Tare: sums by user and day (workspace time zone). USD.';
COMMENT ON TABLE api_cost_config IS
    'Tare: rate cards, one row for each unit. Enter prices with `tare import prices`.';
COMMENT ON TABLE api_cost_terms IS
    'Tare: rate cards that aren''t only rates by unit, or not our own: the price, and who says so.';
COMMENT ON TABLE api_cost_periods IS
    'Tare: how much was recorded of each month that a provider charges as a whole.';
COMMENT ON TABLE api_plan_config IS 'Tare: plans, with what a credit brings in.';
COMMENT ON TABLE api_credit_config IS 'Tare: credits that each operation costs.';
COMMENT ON TABLE usage_quarantine IS 'Tare: events set aside, with the reason.';
COMMENT ON TABLE quarantine_decisions IS 'Tare: what was decided about events set aside.';
COMMENT ON TABLE api_cost_summary_adjustments IS
    'Tare: what corrections change of the sums by day, at the time of the events. USD.';
COMMENT ON TABLE api_cost_summary_quantity_adjustments IS 'Tare: the same of the quantities, by unit.';
COMMENT ON TABLE usage_quarter_hour_adjustments IS
    'Tare: what corrections change of the sums by quarter of an hour (UTC). USD.';
COMMENT ON TABLE usage_quarter_hour_quantity_adjustments IS
    'Tare: the same of the quantities, by unit.';
COMMENT ON TABLE usage_user_day_adjustments IS
    'Tare: what corrections change of the sums by user and day. USD.';
COMMENT ON VIEW api_cost_summaries_adjusted IS 'Tare: the sums by day with later corrections. USD.';
COMMENT ON VIEW api_usage_logs_adjusted IS 'Tare: the log with later corrections.';
COMMENT ON VIEW api_profit_30d IS 'Tare: profit by provider and operation, last 30 days. USD.';
COMMENT ON VIEW api_cost_summaries_monthly IS 'Tare: the sums by month.';
COMMENT ON VIEW usage_quarantine_states IS 'Tare: events set aside, and what became of them.';
