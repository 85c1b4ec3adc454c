-- Events number :first up to :behind, as the server would have recorded them: received one after the
-- other from :begin on, :step microseconds apart; 1 % happened up to three days before.
INSERT INTO api_usage_logs
SELECT 'fill-' || i,
    'default',
    make_timestamptz(received - CASE WHEN late THEN ago % 259200000000 ELSE 1000 + ago % 20000 END),
    make_timestamptz(received),
    'user-' || person,
    provider,
    operation,
    model,
    plan,
    CASE WHEN failed THEN 'failed' ELSE 'success' END,
    CASE WHEN failed THEN 'timeout after 30 s' END,
    took,
    CASE kind
        WHEN 'tokens' THEN '{"input_tokens":"' || input || '","output_tokens":"' || output || '"}'
        WHEN 'input' THEN '{"input_tokens":"' || input || '"}'
        ELSE '{"images":"1"}' END,
    credits,
    CASE WHEN NOT failed THEN CAST(0.000000001 * CAST(
            CASE WHEN kind = 'image' THEN nanos ELSE input * nanos + output * output_nanos END
            AS DECIMAL(18, 0)) AS DECIMAL(18, 9))
        WHEN unknown THEN NULL
        ELSE 0 END,
    credits * credit,
    CASE WHEN NOT unknown THEN card END,
    CASE WHEN unknown THEN 'unpriced' ELSE 'priced' END,
    FALSE,
    NULL,
    NULL,
    NULL
FROM (
    -- Nobody said whether an upscaling that failed is billed; what failed takes no credit unless
    -- the application names one, as it does for images.
    SELECT *,
        failed AND operation = 'upscale' AS unknown,
        CASE WHEN kind = 'image' THEN 1 WHEN kind = 'input' OR failed THEN 0 ELSE 1 END AS credits
    FROM (
        SELECT i,
            :begin + i * :step + CAST(hash(16 * i) % :step AS BIGINT) AS received,
            hash(16 * i + 1) % 100 AS call_share,
            hash(16 * i + 2) % 100 AS plan_share,
            hash(16 * i + 3) % 50 = 0 AS failed,
            CAST(20 + hash(16 * i + 4) % 3000 AS BIGINT) AS input,
            CAST(1 + hash(16 * i + 5) % 900 AS BIGINT) AS output,
            CAST(40 + hash(16 * i + 6) % 4000 AS BIGINT) AS took,
            hash(16 * i + 8)
                % CASE WHEN hash(16 * i + 7) % 10 < 7 THEN 1000 ELSE 5000 END AS person,
            hash(16 * i + 9) % 100 = 0 AS late,
            CAST(hash(16 * i + 10) % 259200000000 AS BIGINT) AS ago
        FROM (SELECT i + :first AS i FROM numbers WHERE i < :behind - :first)
    )
    JOIN call_shares ON call_shares.share = call_share
    JOIN plan_shares ON plan_shares.share = plan_share
)
-- In the order of their receipt, which a join may lose.
ORDER BY i;
