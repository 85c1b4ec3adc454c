package dev.tare.server.cli;

/** What an image editor's providers charge, with a new price in the middle of November. */
final class EditorPrices {
    static final String FILE =
            """
            source: "a test"
            rate_cards:
              - { id: t-up, provider: deep_image, operation: upscale, from: 2026-01-01,
                  failed_calls: billed, default_unit: images, rates: { images: "0.08" } }
              - { id: t-bg, provider: clipping_magic, operation: background_removal,
                  from: 2026-01-01, failed_calls: not_billed, default_unit: images,
                  rates: { images: "0.125" } }
              - { id: t-ve, provider: vectorizer, operation: vectorization, from: 2026-01-01,
                  failed_calls: unknown, default_unit: images, rates: { images: "0.20" } }
              - { id: t-ai, provider: openai, operation: image_generation, from: 2026-01-01,
                  to: 2026-11-16, failed_calls: billed, default_unit: images,
                  rates: { images: "0.04" } }
              - { id: t-ai-2, provider: openai, operation: image_generation, from: 2026-11-16,
                  failed_calls: billed, default_unit: images, rates: { images: "0.05" } }
            plans:
              - { id: professional, kind: subscription, price: "19.99", credits: 50,
                  from: 2026-01-01 }
            """;

    private static final String EXPECTED =
            """
            WITH price (kind, provider, operation, usd, failed, since, until) AS (VALUES
                ('upscale', 'deep_image', 'upscale', 0.08, 0.08,
                    timestamptz '-infinity', timestamptz 'infinity'),
                ('background-removal', 'clipping_magic', 'background_removal', 0.125, 0,
                    '-infinity', 'infinity'),
                ('vectorization', 'vectorizer', 'vectorization', 0.20, NULL,
                    '-infinity', 'infinity'),
                ('image-generation', 'openai', 'image_generation', 0.04, 0.04,
                    '-infinity', '2026-11-16 00:00+00'),
                ('image-generation', 'openai', 'image_generation', 0.05, 0.05,
                    '2026-11-16 00:00+00', 'infinity')),
            terms (plan, id, usd) AS (VALUES ('free', 'free', 0.0), ('basic', 'basic', 9.99 / 20),
                ('starter', 'starter', 9.99 / 20), ('professional', 'professional', 19.99 / 50),
                ('payg_10', 'payg_10', 7.99 / 10), ('payg_20', 'payg_20', 14.99 / 20),
                ('payg_50', 'payg_50', 29.99 / 50), ('legacy', 'legacy', NULL)),
            calls AS (SELECT c.*, COALESCE(
                    (SELECT s.plan FROM subscriptions s WHERE s.user_id = c.user_id
                        AND s.started_at <= c.created_at
                        AND (s.ended_at IS NULL OR c.created_at < s.ended_at)
                        ORDER BY s.started_at DESC LIMIT 1),
                    (SELECT t.metadata->>'package' FROM credit_transactions t
                        WHERE t.user_id = c.user_id AND t.type = 'purchase'
                        AND t.created_at <= c.created_at ORDER BY t.created_at DESC LIMIT 1),
                    'free') AS plan,
                (SELECT -SUM(t.amount) FROM credit_transactions t
                    WHERE t.type IN ('usage', 'refund')
                    AND t.metadata->>'image_id' = c.id::text) AS credits
                FROM processed_images c WHERE c.processing_status <> 'processing'),
            priced AS (SELECT c.*, p.provider, p.operation, t.id AS plan_id,
                CASE WHEN c.processing_status = 'failed' THEN p.failed ELSE p.usd END AS cost,
                CASE WHEN c.credits = 0 THEN 0 ELSE c.credits * t.usd END AS revenue
                FROM calls c
                JOIN price p ON p.kind = c.operation_type
                    AND c.created_at >= p.since AND c.created_at < p.until
                JOIN terms t ON t.plan = c.plan)
            SELECT {group} AS name, COUNT(*) AS calls, COALESCE(SUM(cost), 0) AS cost,
                COALESCE(SUM(revenue), 0) AS revenue, COALESCE(SUM(revenue - cost), 0) AS profit
            FROM priced GROUP BY 1 ORDER BY 1\
            """;

    /**
     * The same in PostgreSQL, worked out from the source's tables alone: calls, cost, revenue and
     * gross profit by the kind of work or the plan. Cost is null where failed calls have no rule.
     */
    static String expected(String group) {
        return EXPECTED.replace("{group}", group);
    }

    private EditorPrices() {}
}
