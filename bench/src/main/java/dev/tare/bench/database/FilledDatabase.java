package dev.tare.bench.database;

import dev.tare.server.tables.RollupTable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * A ledger in PostgreSQL with many millions of events of a year, put there by the database itself:
 * 40 combinations of provider, operation, model and plan, 5,000 users of which few do most.
 */
final class FilledDatabase {
    private static final int DAYS = 365;
    private static final int ROWS_AT_ONCE = 1_000_000;

    private static final String ROWS =
            """
            INSERT INTO api_usage_logs
            SELECT 'fill-' || n, 'bench', t, t, 'user-' || u, p.provider, p.operation, p.model,
                (ARRAY['free', 'basic', 'starter', 'pro', 'payg'])[1 + h % 5],
                CASE WHEN h % 33 = 0 THEN 'failed' ELSE 'success' END, NULL, 200 + h % 3000,
                CAST('{"calls":"1"}' AS JSON), 1, 0.01 + (h % 19) / 1000.0,
                CASE WHEN h % 5 = 0 THEN 0 ELSE 0.4995 END, 'card-1', 'priced', FALSE, NULL, NULL, n
            FROM (
                SELECT n, ('x' || SUBSTR(MD5(n::text), 1, 7))::bit(28)::int AS h,
                    CAST(5000 * POWER(('x' || SUBSTR(MD5('u' || n), 1, 7))::bit(28)::int
                        / 268435456.0, 3) AS INT) AS u,
                    DATE_TRUNC('second', NOW()) - INTERVAL ':days days'
                        + n * (INTERVAL ':days days' / :events) AS t
                FROM GENERATE_SERIES(:first, :last) n) r
            JOIN (VALUES (0, 'openai', 'chat', 'gpt-4o'), (1, 'openai', 'chat', 'gpt-4o-mini'),
                (2, 'openai', 'image_generation', 'gpt-image-1'), (3, 'anthropic', 'chat', 'opus'),
                (4, 'anthropic', 'chat', 'haiku'), (5, 'deep_image', 'upscale', NULL),
                (6, 'clipping_magic', 'background_removal', NULL),
                (7, 'vectorizer', 'vectorization', NULL)) p (k, provider, operation, model)
                ON p.k = (h / 7) % 8
            """;

    private final String url;
    private final long events;
    private final long begin = System.nanoTime();

    FilledDatabase(String url, long events) {
        this.url = url;
        this.events = events;
    }

    void fill() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off; SET TimeZone = 'UTC'");
            statement.execute(
                    "SELECT tare_add_month(CAST(m AS DATE)) FROM GENERATE_SERIES("
                            + "DATE_TRUNC('month', NOW() - INTERVAL '"
                            + DAYS
                            + " days'), NOW(), '1 month') m");
            for (long from = 0; from < events; from += ROWS_AT_ONCE) {
                long last = Math.min(events, from + ROWS_AT_ONCE) - 1;
                statement.execute(
                        ROWS.replace(":days", "" + DAYS)
                                .replace(":events", "" + events)
                                .replace(":first", "" + from)
                                .replace(":last", "" + last));
                told(last + 1);
            }
            statement.execute("SET work_mem = '512MB'");
            for (RollupTable rollup : RollupTable.values()) {
                statement.execute(OverLog.sums(rollup, "api_usage_logs"));
            }
            statement.execute("UPDATE tare_ledger SET log_rows = " + events);
            statement.execute("VACUUM ANALYZE");
            told(events);
        }
    }

    private void told(long rows) {
        System.out.printf(
                Locale.ROOT,
                "  %,d of %,d rows after %.0f s%n",
                rows,
                events,
                (System.nanoTime() - begin) / 1e9);
    }
}
