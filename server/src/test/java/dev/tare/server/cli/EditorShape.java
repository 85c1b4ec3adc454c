package dev.tare.server.cli;

import dev.tare.server.postgres.ForeignTables;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of an image editor on Supabase, filled by each test with what it needs. */
final class EditorShape {
    /** The tables and nothing else. */
    static final String TABLES =
            """
            CREATE TABLE profiles (
                id uuid PRIMARY KEY, email text, full_name text,
                subscription_plan text NOT NULL DEFAULT 'free', subscription_status text,
                credits_remaining int NOT NULL DEFAULT 0, stripe_customer_id text,
                created_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now());
            CREATE TABLE subscriptions (
                id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid REFERENCES profiles,
                plan text, status text, stripe_subscription_id text,
                started_at timestamptz NOT NULL, ended_at timestamptz,
                created_at timestamptz DEFAULT now());
            CREATE TABLE processed_images (
                id uuid PRIMARY KEY, user_id uuid REFERENCES profiles, operation_type text,
                processing_status text, original_filename text, file_size bigint,
                error_message text, metadata jsonb, created_at timestamptz,
                completed_at timestamptz);
            CREATE TABLE credit_transactions (
                id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid, amount int,
                type text, description text, metadata jsonb, created_at timestamptz);
            CREATE TABLE api_usage_logs (
                id uuid, user_id uuid, upload_id uuid, provider text, operation text,
                processing_status text, api_cost numeric(10,4), credits_charged int,
                credit_value numeric(10,4), processing_time_ms int, error_message text,
                metadata jsonb, created_at timestamptz);
            """;

    /** A user of each kind, and what they did in November. */
    static final String NOVEMBER =
            """
            INSERT INTO profiles (id, email)
                SELECT ('00000000-0000-0000-0000-00000000000' || i)::uuid,
                'u' || i || '@example.org' FROM generate_series(1, 6) i;
            -- 1 changes from basic to professional in the middle of the month, 2 is free,
            -- 3 bought two packages, 4's subscription has a gap, 5's plan has no name in the book,
            -- 6 has two stretches that overlap.
            INSERT INTO subscriptions (user_id, plan, status, started_at, ended_at) VALUES
                ('00000000-0000-0000-0000-000000000001', 'basic', 'canceled',
                    '2026-10-20 00:00+00', '2026-11-15 12:00+00'),
                ('00000000-0000-0000-0000-000000000001', 'professional', 'active',
                    '2026-11-15 12:00+00', NULL),
                ('00000000-0000-0000-0000-000000000004', 'starter', 'canceled',
                    '2026-11-01 00:00+00', '2026-11-10 00:00+00'),
                ('00000000-0000-0000-0000-000000000004', 'starter', 'active',
                    '2026-11-20 00:00+00', NULL),
                ('00000000-0000-0000-0000-000000000005', 'legacy', 'active',
                    '2026-11-01 00:00+00', NULL),
                ('00000000-0000-0000-0000-000000000006', 'basic', 'active',
                    '2026-11-01 00:00+00', NULL),
                ('00000000-0000-0000-0000-000000000006', 'professional', 'active',
                    '2026-11-05 00:00+00', NULL);
            INSERT INTO credit_transactions (user_id, amount, type, metadata, created_at) VALUES
                ('00000000-0000-0000-0000-000000000003', 10, 'purchase',
                    '{"package": "payg_10"}', '2026-11-03 00:00+00'),
                ('00000000-0000-0000-0000-000000000003', 50, 'purchase',
                    '{"package": "payg_50"}', '2026-11-12 00:00+00'),
                ('00000000-0000-0000-0000-000000000003', 5, 'bonus',
                    '{"image_id": "10000000-0000-0000-0000-000000000006"}', '2026-11-13 00:00+00');
            """;

    /** One call of {@code kind}, charged as that kind is; a failed one got its credits back. */
    static String call(int number, int user, String kind, String status, String time) {
        String id = "'10000000-0000-0000-0000-%012d'".formatted(number);
        String whose = "'00000000-0000-0000-0000-%012d'".formatted(user);
        int credits = kind.equals("vectorization") ? 2 : 1;
        String image =
                "INSERT INTO processed_images VALUES (%s, %s, '%s', '%s', 'a.png', 1000, %s, '{}',"
                                .formatted(
                                        id,
                                        whose,
                                        kind,
                                        status,
                                        status.equals("failed")
                                                ? "'timeout; it''s \"gone\"'"
                                                : "NULL")
                        + " '"
                        + time
                        + "', NULL);\n";
        String used = charge(id, whose, -credits, "usage", time);
        return image
                + (status.equals("processing") ? "" : used)
                + (status.equals("failed") ? charge(id, whose, credits, "refund", time) : "");
    }

    private static String charge(String id, String whose, int amount, String type, String time) {
        return ("INSERT INTO credit_transactions (user_id, amount, type, metadata, created_at)"
                        + " VALUES (%s, %d, '%s', jsonb_build_object('image_id', %s), '%s');\n")
                .formatted(whose, amount, type, id, time);
    }

    private EditorShape() {}

    /** A database of that shape. */
    static PostgresAddress make(String... sql) throws SQLException {
        PostgresAddress address = PostgresDatabases.make();
        execute(address, TABLES);
        for (String more : sql) {
            execute(address, more);
        }
        return address;
    }

    /** As {@code --from} takes it. */
    static String url(PostgresAddress address) {
        return "postgres://postgres@" + address.hosts() + "/" + address.database();
    }

    /** Runs statements, as the owner of the tables. */
    static void execute(PostgresAddress address, String sql) throws SQLException {
        try (Connection connection = new ForeignTables(address).open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        }
    }
}
