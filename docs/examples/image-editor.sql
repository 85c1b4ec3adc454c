-- A made-up customer: an image-editing service on Supabase that sells credits for calls to four
-- providers. This script fills an empty PostgreSQL (14 or later) with its tables and 30 days of data.
-- Every person, call and price in it is invented.
--
--   psql "$DATABASE_URL" -f image-editor.sql          or paste it into Supabase's SQL editor
--
-- It is one statement: all of it happens, or nothing. Where public.profiles exists it refuses.
--
-- Settings, each optional, before it in the same session (psql -c "SET image_editor.users = '40'" -f …):
--   image_editor.last_day   the last day with data, such as 2026-11-24   (default: yesterday, UTC)
--   image_editor.days       days of data, 7 to 366                       (default: 30)
--   image_editor.users      users, 20 to 100000                          (default: 400)
--   image_editor.calls      calls, a few hundred at edges come on top    (default: 12000)
--
-- The data is the same in every run: all chance comes from md5 of a row's number. Another last day
-- moves all days with it and changes no total. image-editor-expected.sql says what Tare has to find;
-- image-editor-prices.sql prints the price file that goes with it.
--
-- What the data means
--   A call happens at processed_images.created_at. What it took in credits is the sum of its usage and
--   refund rows (metadata->>'image_id'); a failed call's sum to 0. 'processing' isn't a call yet.
--   The plan at a time is that of the subscription with started_at <= time < ended_at, whatever its
--   status says; without one, the package bought last, if any; else free. profiles.subscription_plan
--   is the plan on the day after the last, so it is wrong for older calls of whoever changed.
-- What is hidden in it
--   Two plan changes in a day, gaps, ended and 'past_due' subscriptions, one that is canceled but
--   runs on; calls at the very microsecond of a plan change, a purchase and the price change, and one
--   before; calls at midnights, and at the hours in which clocks change somewhere; calls without
--   credit rows; vectorization at 1 credit instead of 2 on the first day; awkward names.
DO $image_editor$
DECLARE
    last_day date := coalesce(
        nullif(current_setting('image_editor.last_day', true), '')::date,
        (now() AT TIME ZONE 'UTC')::date - 1);
    day_count int := coalesce(nullif(current_setting('image_editor.days', true), '')::int, 30);
    user_count int := coalesce(nullif(current_setting('image_editor.users', true), '')::int, 400);
    call_count int := coalesce(nullif(current_setting('image_editor.calls', true), '')::int, 12000);
    -- Intervals here are hours and less: a day's length depends on the session's time zone.
    first_moment timestamptz := (last_day - (day_count - 1))::timestamp AT TIME ZONE 'UTC';
    end_moment timestamptz := (last_day + 1)::timestamp AT TIME ZONE 'UTC';
    price_change timestamptz := first_moment + day_count / 2 * interval '24 hours';
    seconds bigint := day_count * 86400;
    made text;
BEGIN
    IF to_regclass('public.profiles') IS NOT NULL THEN
        RAISE EXCEPTION 'image-editor.sql: the table public.profiles is there already; nothing was changed'
            USING HINT = 'Run the script in a new, empty database.';
    END IF;
    IF NOT (day_count BETWEEN 7 AND 366 AND user_count BETWEEN 20 AND 100000
            AND call_count BETWEEN 0 AND 20000000) THEN
        RAISE EXCEPTION 'image_editor.days is % (7 to 366), users % (20 to 100000), calls % (0 to 20000000)',
            day_count, user_count, call_count
            USING HINT = 'Set what is outside its range to a value within it, or don''t set it.';
    END IF;

    -- The tables. Keys and indexes come after the rows: a million are loaded in half the time.
    CREATE TABLE public.profiles (
        id uuid NOT NULL, email text, full_name text,
        subscription_plan text NOT NULL DEFAULT 'free', subscription_status text,
        credits_remaining int NOT NULL, stripe_customer_id text,
        created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now());
    CREATE TABLE public.subscriptions (
        id uuid NOT NULL, user_id uuid NOT NULL, plan text NOT NULL,
        status text NOT NULL CHECK (status IN ('active', 'canceled', 'past_due')), stripe_subscription_id text,
        started_at timestamptz NOT NULL, ended_at timestamptz, created_at timestamptz DEFAULT now());
    CREATE TABLE public.processed_images (
        id uuid NOT NULL, user_id uuid NOT NULL, operation_type text NOT NULL CHECK (operation_type IN
            ('upscale', 'background-removal', 'vectorization', 'image-generation')),
        processing_status text NOT NULL CHECK (processing_status IN ('completed', 'failed', 'processing')),
        original_filename text, file_size bigint, error_message text, metadata jsonb,
        created_at timestamptz NOT NULL DEFAULT now(), completed_at timestamptz);
    CREATE TABLE public.credit_transactions (
        id uuid NOT NULL, user_id uuid NOT NULL, amount int NOT NULL,
        type text NOT NULL CHECK (type IN ('usage', 'refund', 'subscription', 'purchase', 'bonus')),
        description text, metadata jsonb, created_at timestamptz NOT NULL DEFAULT now());

    -- The customer's own attempt at cost tracking. Its names are those that Tare uses; its shape isn't.
    CREATE TABLE public.api_cost_config (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), provider text NOT NULL, operation text NOT NULL,
        cost_per_unit numeric(10,4) NOT NULL, unit_description text, effective_date timestamptz NOT NULL,
        end_date timestamptz, notes text, UNIQUE (provider, operation, effective_date));
    CREATE TABLE public.api_usage_logs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid, upload_id uuid, provider text NOT NULL,
        operation text NOT NULL, processing_status text CHECK (processing_status IN ('success', 'failed')),
        api_cost numeric(10,4) DEFAULT 0, credits_charged int DEFAULT 0, credit_value numeric(10,4) DEFAULT 0,
        processing_time_ms int, error_message text, metadata jsonb, created_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE public.api_cost_summaries (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), summary_date date NOT NULL, provider text NOT NULL,
        operation text NOT NULL, total_requests int, successful_requests int, failed_requests int,
        total_api_cost numeric(10,4), total_revenue numeric(10,4), gross_profit numeric(10,4),
        avg_processing_time_ms int, total_processing_time_ms bigint, UNIQUE (summary_date, provider, operation));
    -- As such triggers are: inserts only, failed calls counted in, the day that of the session's zone.
    CREATE FUNCTION public.add_to_cost_summary() RETURNS trigger LANGUAGE plpgsql AS $trigger$
    BEGIN
        INSERT INTO public.api_cost_summaries AS s (
            id, summary_date, provider, operation, total_requests, successful_requests, failed_requests,
            total_api_cost, total_revenue, gross_profit, avg_processing_time_ms, total_processing_time_ms)
        VALUES (
            md5('summary ' || NEW.created_at::date || NEW.provider || NEW.operation)::uuid,
            NEW.created_at::date, NEW.provider, NEW.operation, 1,
            (NEW.processing_status = 'success')::int, (NEW.processing_status = 'failed')::int, NEW.api_cost,
            NEW.credit_value, NEW.credit_value - NEW.api_cost, NEW.processing_time_ms, NEW.processing_time_ms)
        ON CONFLICT (summary_date, provider, operation) DO UPDATE SET
            total_requests = s.total_requests + 1,
            successful_requests = s.successful_requests + excluded.successful_requests,
            failed_requests = s.failed_requests + excluded.failed_requests,
            total_api_cost = s.total_api_cost + NEW.api_cost,
            total_revenue = s.total_revenue + NEW.credit_value,
            gross_profit = s.gross_profit + NEW.credit_value - NEW.api_cost,
            total_processing_time_ms = s.total_processing_time_ms + NEW.processing_time_ms,
            avg_processing_time_ms = (s.avg_processing_time_ms * s.total_requests + NEW.processing_time_ms)
                / (s.total_requests + 1);
        RETURN NEW;
    END $trigger$;
    CREATE TRIGGER add_to_cost_summary AFTER INSERT ON public.api_usage_logs
        FOR EACH ROW EXECUTE FUNCTION public.add_to_cost_summary();

    -- The place-th 32 bits of a hash, brought to 0 .. below - 1 (below: at most 2^31).
    CREATE FUNCTION pg_temp.draw(hash text, place int, below bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
        AS $$ SELECT (('x' || substr(hash, 8 * place + 1, 8))::bit(32)::bigint * below) >> 32 $$;

    -- Users: the lower the number, the more calls. The first ten have one story each.
    CREATE TEMP TABLE made_user ON COMMIT DROP AS
    SELECT n, md5('image-editor user ' || n)::uuid AS id, hash,
        (ARRAY['basic', 'starter', 'professional'])[1 + pg_temp.draw(hash, 1, 3)] AS plan,
        CASE WHEN n <= 10 THEN (ARRAY['payg', 'steady', 'upgrade', 'free', 'gap', 'two_in_a_day',
                'ended', 'joined', 'downgrade', 'runs_on'])[n]
            WHEN n * 2 <= user_count THEN CASE WHEN chance < 40 THEN 'steady' WHEN chance < 48 THEN 'joined'
                WHEN chance < 54 THEN 'ended' WHEN chance < 61 THEN 'upgrade' WHEN chance < 64 THEN 'downgrade'
                WHEN chance < 68 THEN 'gap' WHEN chance < 71 THEN 'two_in_a_day' WHEN chance < 74 THEN 'runs_on'
                WHEN chance < 94 THEN 'payg' ELSE 'free' END
            ELSE CASE WHEN chance < 10 THEN 'steady' WHEN chance < 14 THEN 'joined' WHEN chance < 17 THEN 'ended'
                WHEN chance < 25 THEN 'payg' ELSE 'free' END END AS story,
        -- Moments at which a story turns: the third user changes plans together with the price.
        CASE WHEN n = 3 THEN price_change ELSE
            first_moment + interval '1 second' * (seconds / 10 + pg_temp.draw(hash, 2, seconds * 4 / 10)) END AS turn,
        first_moment + interval '1 second' * (seconds * 6 / 10 + pg_temp.draw(hash, 3, seconds * 3 / 10)) AS later,
        first_moment + interval '24 hours' * (1 + pg_temp.draw(hash, 2, day_count - 2)) AS busy_day,
        first_moment - interval '1 second' * (86400 + pg_temp.draw(hash, 3, 30000000)) AS began
    FROM generate_series(1, user_count) AS n
    CROSS JOIN LATERAL (SELECT md5('image-editor story ' || n) AS hash) AS hashed
    CROSS JOIN LATERAL (SELECT pg_temp.draw(hash, 0, 100) AS chance) AS drawn;

    INSERT INTO public.subscriptions
    SELECT md5('image-editor subscription ' || n || ' ' || part)::uuid, id, coalesce(s.plan, u.plan),
        CASE WHEN ended_at IS NOT NULL THEN 'canceled' WHEN n % 11 = 0 THEN 'past_due' ELSE 'active' END,
        'sub_' || substr(md5('stripe ' || n || ' ' || part), 1, 24), started_at, ended_at, started_at
    FROM made_user AS u
    JOIN (VALUES
        ('steady', 1, NULL, 'began', NULL), ('joined', 1, NULL, 'turn', NULL),
        ('ended', 1, NULL, 'began', 'turn'), ('runs_on', 1, NULL, 'began', 'next month'),
        ('upgrade', 1, 'basic', 'began', 'turn'), ('upgrade', 2, 'professional', 'turn', NULL),
        ('downgrade', 1, 'professional', 'began', 'turn'), ('downgrade', 2, 'starter', 'turn', NULL),
        ('gap', 1, 'starter', 'began', 'turn'), ('gap', 2, NULL, 'later', NULL),
        ('two_in_a_day', 1, 'basic', 'began', 'morning'), ('two_in_a_day', 2, 'starter', 'morning', 'evening'),
        ('two_in_a_day', 3, 'professional', 'evening', NULL)) AS s (story, part, plan, starts, ends) USING (story)
    CROSS JOIN LATERAL (
        SELECT max(at) FILTER (WHERE moment = starts) AS started_at,
            max(at) FILTER (WHERE moment = ends) AS ended_at
        FROM (VALUES ('began', began), ('turn', turn), ('later', later),
            ('morning', busy_day + interval '555 minutes'), ('evening', busy_day + interval '1060 minutes'),
            ('next month', end_moment + interval '240 hours')) AS moments (moment, at)) AS stretch;

    -- Up to four purchases, each in its own quarter of the days; three in four had one before.
    INSERT INTO public.credit_transactions
    SELECT md5('image-editor purchase ' || n || ' ' || part)::uuid, id, size, 'purchase',
        size || ' credits', jsonb_build_object('package', 'payg_' || size),
        CASE WHEN part = 0 AND n % 4 > 0 THEN began ELSE first_moment + interval '1 second'
            * (part * (seconds / 4) + pg_temp.draw(purchase, 1, seconds / 4)) END
    FROM made_user CROSS JOIN LATERAL generate_series(0, pg_temp.draw(hash, 1, 4)) AS part
    CROSS JOIN LATERAL (SELECT md5('image-editor package ' || n || ' ' || part) AS purchase) AS hashed
    CROSS JOIN LATERAL (SELECT (ARRAY[10, 20, 50])[1 + pg_temp.draw(purchase, 0, 3)] AS size) AS sized
    WHERE story = 'payg';

    -- Calls: those of everyday, by heavy and light users, with most of them around noon UTC …
    CREATE TEMP TABLE made_call ON COMMIT DROP AS
    SELECT md5('image-editor call ' || k)::uuid AS id, hash, pg_temp.draw(hash, 4, 1000) AS chance,
        (1 + ((user_count * luck * luck * luck) >> 45))::int AS n,
        first_moment + interval '24 hours' * pg_temp.draw(hash, 1, day_count)
            + interval '1 second' * (pg_temp.draw(hash, 2, 43201) + pg_temp.draw(hash, 3, 43200))
            + interval '1 microsecond' * pg_temp.draw(hash, 7, 1000000) AS at,
        CASE WHEN pg_temp.draw(hash, 5, 100) < 45 THEN 'upscale'
            WHEN pg_temp.draw(hash, 5, 100) < 70 THEN 'background-removal'
            WHEN pg_temp.draw(hash, 5, 100) < 85 THEN 'vectorization' ELSE 'image-generation' END AS operation
    FROM (SELECT k, hash, pg_temp.draw(hash, 0, 32768) AS luck
        FROM (SELECT k, md5('image-editor call a ' || k) || md5('image-editor call b ' || k) AS hash
            FROM generate_series(1, call_count) AS k) AS hashed) AS drawn;
    -- … and those at edges, each of them completed.
    INSERT INTO made_call
    SELECT md5('image-editor edge ' || place)::uuid,
        md5('image-editor edge a ' || place) || md5('image-editor edge b ' || place), 999, n, at,
        coalesce(operation, (ARRAY['upscale', 'background-removal', 'vectorization', 'image-generation'])[
            1 + place % 4])
    FROM (SELECT row_number() OVER (ORDER BY at, n, operation) AS place, * FROM (
        -- Midnights; hours in which clocks change in Europe, America and Australia; midnight in India.
        SELECT 1 + (day * 7 + part::int) % 20 AS n, NULL AS operation,
            first_moment + interval '24 hours' * day + clock AS at
        FROM generate_series(0, day_count - 1) AS day
        CROSS JOIN unnest('{00:00, 00:30, 01:00, 01:30, 05:30, 06:00, 06:30, 15:30, 16:00, 18:30,
            23:59:59.999999}'::interval[]) WITH ORDINALITY AS clocks (clock, part)
        UNION ALL
        SELECT n, 'image-generation', price_change + interval '1 microsecond' * step
        FROM generate_series(1, 10) AS n CROSS JOIN generate_series(-1, 1) AS step
        UNION ALL
        SELECT n, NULL, moment + interval '1 microsecond' * step
        FROM (SELECT user_id, started_at AS moment FROM public.subscriptions
            UNION SELECT user_id, ended_at FROM public.subscriptions
            UNION SELECT user_id, created_at FROM public.credit_transactions) AS turns
        JOIN made_user AS u ON u.id = user_id
        CROSS JOIN generate_series(-1, 0) AS step
        WHERE moment > first_moment AND moment < end_moment) AS edges) AS placed;

    INSERT INTO public.processed_images
    SELECT c.id, u.id, operation,
        CASE WHEN chance < 4 THEN 'processing' WHEN chance < 39 THEN 'failed' ELSE 'completed' END,
        (ARRAY['photo.jpg', 'Zoë''s logo.png', 'scan "final".tif', '猫.webp'])[1 + pg_temp.draw(c.hash, 6, 4)],
        20000 + pg_temp.draw(c.hash, 7, 8000000), CASE WHEN chance BETWEEN 4 AND 38 THEN 'Provider: 503' END,
        jsonb_build_object('source', CASE WHEN chance % 5 = 0 THEN 'api' ELSE 'web' END), at,
        CASE WHEN chance >= 4 THEN at + interval '1 millisecond' * (800 + pg_temp.draw(c.hash, 6, 19000)) END
    FROM made_call AS c JOIN made_user AS u USING (n);

    -- Credits are taken as a call starts, and given back when it fails.
    INSERT INTO public.credit_transactions
    SELECT md5('image-editor usage ' || id)::uuid, user_id,
        CASE WHEN operation_type = 'vectorization' AND created_at >= first_moment + interval '24 hours'
            THEN -2 ELSE -1 END,
        'usage', operation_type, jsonb_build_object('image_id', id), created_at
    FROM public.processed_images WHERE id NOT IN (SELECT id FROM made_call WHERE chance BETWEEN 39 AND 40);
    INSERT INTO public.credit_transactions
    SELECT md5('image-editor refund ' || i.id)::uuid, i.user_id, -t.amount, 'refund',
        'Failed: ' || i.operation_type, t.metadata, i.completed_at
    FROM public.credit_transactions AS t
    JOIN public.processed_images AS i ON i.id = (t.metadata ->> 'image_id')::uuid
    WHERE t.type = 'usage' AND i.processing_status = 'failed';

    -- What users were given: each plan's first credits, and enough to have made their calls.
    INSERT INTO public.credit_transactions
    SELECT md5('image-editor grant ' || id)::uuid, user_id, CASE plan WHEN 'professional' THEN 50 ELSE 20 END,
        'subscription', plan, NULL, started_at FROM public.subscriptions;
    INSERT INTO public.credit_transactions
    SELECT md5('image-editor bonus ' || n)::uuid, id, 2 + n % 9 + greatest(0, -coalesce(balance, 0)),
        'bonus', 'Welcome, and what was left of last year', NULL, began
    FROM made_user
    LEFT JOIN (SELECT user_id, sum(amount) AS balance FROM public.credit_transactions GROUP BY 1) AS balances
        ON user_id = id;

    INSERT INTO public.profiles
    SELECT u.id, mail || n || '@example.com', names[1 + n % 10], coalesce(s.plan, 'free'), s.status, balance,
        CASE WHEN story <> 'free' THEN 'cus_' || substr(md5('customer ' || n), 1, 14) END, began, end_moment
    FROM (SELECT *, ARRAY['Ada Sample', 'Zoë Müller', 'Siobhán O''Sample', '李雷', 'Łukasz "Luk" Żak',
            'عمر', 'Back\slash; --', 'A,B', 'Emoji 🦊', ' spaces '] AS names,
            (ARRAY['ada', 'zoë', 'o''sample', '李雷', '"luk.żak"', 'omar', 'semi;colon', 'a+b', '🦊', 'UPPER'])[
                1 + n % 10] AS mail
        FROM made_user) AS u
    JOIN (SELECT user_id, sum(amount) AS balance FROM public.credit_transactions GROUP BY 1) AS balances
        ON user_id = u.id
    LEFT JOIN public.subscriptions AS s
        ON s.user_id = u.id AND s.started_at <= end_moment AND (s.ended_at > end_moment OR s.ended_at IS NULL);

    -- The own attempt: its prices are right, its log is a few rows from a first day of trying.
    INSERT INTO public.api_cost_config
    SELECT md5('image-editor config ' || provider || operation || cost)::uuid, provider, operation, cost,
        unit, coalesce(starts, '2023-01-01T00:00:00Z'), ends, notes
    FROM (VALUES
        ('deep_image', 'upscale', 0.08, 'per image', NULL::timestamptz, NULL::timestamptz, NULL),
        ('clipping_magic', 'background_removal', 0.125, 'per image', NULL, NULL, NULL),
        ('vectorizer', 'vectorization', 0.20, 'per image', NULL, NULL, NULL),
        ('openai', 'image_generation', 0.04, 'per image', NULL, price_change, NULL),
        ('openai', 'image_generation', 0.05, 'per image', price_change, NULL, 'as their mail announced'),
        ('stripe', 'payment_processing', 0.029, '2.9 % + $0.30 per transaction', NULL, NULL, NULL)
    ) AS config (provider, operation, cost, unit, starts, ends, notes);
    INSERT INTO public.api_usage_logs
    SELECT md5('image-editor log ' || i.id)::uuid, user_id, i.id, provider, c.operation,
        CASE processing_status WHEN 'failed' THEN 'failed' ELSE 'success' END, cost_per_unit, 1,
        CASE subscription_plan WHEN 'professional' THEN 0.398 WHEN 'free' THEN 0 ELSE 0.499 END, -- cut off
        1000 + pg_temp.draw(md5(i.id::text), 0, 9000)::int, error_message, metadata,
        first_moment + interval '10 hours' + interval '1 minute' * row_number() OVER (ORDER BY i.id)
    FROM (SELECT * FROM public.processed_images ORDER BY id LIMIT 12) AS i
    JOIN public.profiles AS p ON p.id = user_id
    JOIN public.api_cost_config AS c
        ON c.operation = replace(operation_type, '-', '_') AND effective_date < first_moment ORDER BY i.id;

    ALTER TABLE public.profiles ADD PRIMARY KEY (id);
    ALTER TABLE public.subscriptions ADD PRIMARY KEY (id),
        ADD FOREIGN KEY (user_id) REFERENCES public.profiles, ADD CHECK (started_at < ended_at);
    ALTER TABLE public.processed_images ADD PRIMARY KEY (id), ADD FOREIGN KEY (user_id) REFERENCES public.profiles;
    ALTER TABLE public.credit_transactions ADD PRIMARY KEY (id), ADD FOREIGN KEY (user_id) REFERENCES public.profiles;
    CREATE INDEX ON public.processed_images (created_at);
    CREATE INDEX ON public.credit_transactions ((metadata ->> 'image_id'));
    ANALYZE public.profiles, public.subscriptions, public.processed_images, public.credit_transactions;
    -- Supabase shows every browser what is in public. With this, only the owner reads these.
    FOREACH made IN ARRAY '{profiles, subscriptions, processed_images, credit_transactions, api_cost_config,
        api_usage_logs, api_cost_summaries}'::text[] LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', made);
    END LOOP;
    DROP FUNCTION pg_temp.draw;

    RAISE NOTICE 'Made % users and % images, % to % (UTC). Image generation costs more from %.', user_count,
        (SELECT count(*) FROM made_call), last_day - (day_count - 1), last_day, price_change AT TIME ZONE 'UTC';
END $image_editor$;
