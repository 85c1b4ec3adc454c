-- What Tare has to find in the data that image-editor.sql made, computed from the customer's tables
-- alone: no table, price file or code of Tare is asked. The prices, plans and credits stand here once
-- more, so that a mistake made in one place doesn't agree with itself.
--
--   psql "$DATABASE_URL" -f image-editor-expected.sql     or paste it into Supabase's SQL editor
--
-- It changes nothing: its two views are temporary. The result has one row for each provider and
-- operation, one for each plan, and the total. Compare with `tare report profit --by operation` and
-- `--by plan`. The rules, as the manual has them (prices.md):
--   cost      the price in force at the call's time. A failed call has none: Tare's price file for
--             these providers leaves open whether one is charged (failed_calls: unknown), so it is
--             unpriced, not free.
--   credits   minus the sum of the call's usage and refund rows. Without any: what its operation
--             takes, or nothing where it failed.
--   revenue   credits x price of the plan / credits of the plan, under the plan at the call's time.
--   profit    over the calls that have both. margin = profit / their revenue, in percent.
CREATE OR REPLACE TEMP VIEW expected_call AS
WITH operations (operation_type, provider, operation, credits) AS (VALUES
        ('upscale', 'deep_image', 'upscale', 1),
        ('background-removal', 'clipping_magic', 'background_removal', 1),
        ('vectorization', 'vectorizer', 'vectorization', 2),
        ('image-generation', 'openai', 'image_generation', 1)),
    price_change (at) AS (
        SELECT max(effective_date) FROM public.api_cost_config WHERE provider = 'openai'),
    prices (operation, usd, starts, ends) AS (
        SELECT * FROM (VALUES
            ('upscale', 0.08, '-infinity'::timestamptz, 'infinity'::timestamptz),
            ('background_removal', 0.125, '-infinity', 'infinity'),
            ('vectorization', 0.20, '-infinity', 'infinity')) AS unchanged
        UNION ALL SELECT 'image_generation', 0.04, '-infinity', at FROM price_change
        UNION ALL SELECT 'image_generation', 0.05, at, 'infinity' FROM price_change),
    plans (plan, usd, credits) AS (VALUES
        ('free', 0.00, 2), ('basic', 9.99, 20), ('starter', 9.99, 20), ('professional', 19.99, 50),
        ('payg_10', 7.99, 10), ('payg_20', 14.99, 20), ('payg_50', 29.99, 50)),
    purchases AS (
        SELECT user_id, metadata ->> 'package' AS plan, created_at AS starts,
            lead(created_at, 1, 'infinity') OVER (PARTITION BY user_id ORDER BY created_at) AS ends
        FROM public.credit_transactions
        WHERE type = 'purchase'),
    taken AS (
        SELECT metadata ->> 'image_id' AS image_id, -sum(amount)::numeric AS credits
        FROM public.credit_transactions
        WHERE type IN ('usage', 'refund')
        GROUP BY 1),
    calls AS (
        SELECT i.id, i.created_at, i.user_id, o.provider, o.operation,
            i.processing_status = 'failed' AS failed,
            coalesce(s.plan, p.plan, 'free') AS plan,
            coalesce(t.credits, CASE i.processing_status WHEN 'failed' THEN 0 ELSE o.credits END) AS credits,
            t.credits IS NULL AS without_credit_rows
        FROM public.processed_images AS i
        JOIN operations AS o USING (operation_type)
        LEFT JOIN taken AS t ON t.image_id = i.id::text
        LEFT JOIN public.subscriptions AS s ON s.user_id = i.user_id
            AND s.started_at <= i.created_at AND (i.created_at < s.ended_at OR s.ended_at IS NULL)
        LEFT JOIN purchases AS p ON p.user_id = i.user_id
            AND p.starts <= i.created_at AND i.created_at < p.ends
        WHERE i.processing_status <> 'processing')
SELECT c.*,
    CASE WHEN NOT c.failed THEN prices.usd END AS api_cost,
    -- NULL, so unvalued, where a plan isn't among those above; there is none in this data.
    CASE WHEN c.credits = 0 THEN 0 ELSE c.credits * plans.usd / plans.credits END AS credit_value
FROM calls AS c
LEFT JOIN prices ON prices.operation = c.operation
    AND prices.starts <= c.created_at AND c.created_at < prices.ends
LEFT JOIN plans ON plans.plan = c.plan;

CREATE OR REPLACE TEMP VIEW expected_profit AS
WITH sums AS (
    SELECT CASE WHEN GROUPING(operation) = 0 THEN 'operation' WHEN GROUPING(plan) = 0 THEN 'plan'
            ELSE 'total' END AS grouped_by,
        provider, operation, plan, count(*) AS calls, count(*) FILTER (WHERE failed) AS failed_calls,
        sum(api_cost) AS api_cost, sum(credits) AS credits, sum(credit_value) AS revenue,
        sum(credit_value - api_cost) AS gross_profit,
        sum(credit_value) FILTER (WHERE api_cost IS NOT NULL) AS revenue_of_priced,
        count(*) FILTER (WHERE api_cost IS NULL) AS unpriced_calls,
        count(*) FILTER (WHERE credit_value IS NULL) AS unvalued_calls,
        -- Tare rounds each call's amounts once, half-even, to nine decimals. Not one here needs it (so
        -- this is 0), which is why nothing above rounds.
        count(*) FILTER (WHERE api_cost <> trunc(api_cost, 9) OR credit_value <> trunc(credit_value, 9))
            AS amounts_to_round
    FROM expected_call
    GROUP BY GROUPING SETS ((provider, operation), (plan), ()))
SELECT grouped_by, provider, operation, plan, calls, failed_calls, trim_scale(api_cost) AS api_cost, credits,
    trim_scale(revenue) AS revenue, trim_scale(gross_profit) AS gross_profit,
    -- Half-even, which ROUND isn't: whole hundredths of a percent, and one more where what is left is
    -- above half, or half with an odd number before it. No margin where there is no revenue.
    CASE WHEN revenue_of_priced > 0 THEN (hundredths + sign(gross_profit) * (
            2 * abs(rest) > revenue_of_priced
            OR (2 * abs(rest) = revenue_of_priced AND hundredths % 2 <> 0))::int) * 0.01
        END AS margin_percent,
    unpriced_calls, unvalued_calls, amounts_to_round
FROM sums
CROSS JOIN LATERAL (SELECT div(gross_profit * 10000, nullif(revenue_of_priced, 0)) AS hundredths) AS whole
CROSS JOIN LATERAL (SELECT gross_profit * 10000 - hundredths * revenue_of_priced AS rest) AS left_over;

SELECT * FROM expected_profit ORDER BY grouped_by, provider, operation, plan;
