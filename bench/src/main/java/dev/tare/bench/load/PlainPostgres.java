package dev.tare.bench.load;

import static java.time.ZoneOffset.UTC;

import dev.tare.core.event.UsageEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one would build without Tare: the application inserts each call into PostgreSQL, a unique id
 * keeps repeats out, a trigger keeps the daily summary. Costs are computed by the caller.
 */
public final class PlainPostgres implements AutoCloseable {
    private static final BigDecimal COST = new BigDecimal("0.012340000");
    private static final BigDecimal VALUE = new BigDecimal("0.499500000");
    private static final String TABLES =
            """
            CREATE TABLE usage_events (
                id TEXT NOT NULL, created_at TIMESTAMPTZ NOT NULL, user_id TEXT NOT NULL,
                provider TEXT NOT NULL, operation TEXT NOT NULL, model TEXT, plan TEXT,
                status TEXT NOT NULL, error_message TEXT, processing_time_ms BIGINT,
                quantities JSONB NOT NULL, api_cost NUMERIC(18, 9), credit_value NUMERIC(18, 9),
                UNIQUE (id));
            CREATE TABLE usage_summary (
                day DATE, provider TEXT, operation TEXT, model TEXT, plan TEXT, status TEXT,
                requests BIGINT NOT NULL, cost NUMERIC(38, 9), value NUMERIC(38, 9),
                PRIMARY KEY (day, provider, operation, model, plan, status));
            """;

    /** How the summary is kept. */
    public enum Summing {
        /** As the trigger is usually written; senders sort their rows, or they would deadlock. */
        EACH_ROW(
                "each row, as it is usually written",
                """
                CREATE FUNCTION sum_up() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO usage_summary VALUES (NEW.created_at::date, NEW.provider,
                        NEW.operation, COALESCE(NEW.model, ''), NEW.plan, NEW.status,
                        1, NEW.api_cost, NEW.credit_value)
                    ON CONFLICT (day, provider, operation, model, plan, status) DO UPDATE SET
                        requests = usage_summary.requests + excluded.requests,
                        cost = usage_summary.cost + excluded.cost,
                        value = usage_summary.value + excluded.value;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER sum_up AFTER INSERT ON usage_events
                    FOR EACH ROW EXECUTE FUNCTION sum_up();
                """),

        /** Over the rows a statement added, in order. */
        EACH_STATEMENT(
                "each statement, as fast as a trigger can be",
                """
                CREATE FUNCTION sum_up() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO usage_summary
                    SELECT created_at::date, provider, operation, COALESCE(model, ''), plan,
                        status, COUNT(*), SUM(api_cost), SUM(credit_value)
                    FROM added GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
                    ON CONFLICT (day, provider, operation, model, plan, status) DO UPDATE SET
                        requests = usage_summary.requests + excluded.requests,
                        cost = usage_summary.cost + excluded.cost,
                        value = usage_summary.value + excluded.value;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER sum_up AFTER INSERT ON usage_events
                    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sum_up();
                """);

        private final String text;
        private final String sql;

        Summing(String text, String sql) {
            this.text = text;
            this.sql = sql;
        }

        String text() {
            return text;
        }
    }

    private static final String DEADLOCK = "40P01";
    private static final Comparator<UsageEvent> IN_ORDER_OF_SUMMARY =
            Comparator.comparing((UsageEvent event) -> LocalDate.ofInstant(time(event), UTC))
                    .thenComparing(UsageEvent::provider)
                    .thenComparing(UsageEvent::operation)
                    .thenComparing(event -> String.valueOf(event.model()))
                    .thenComparing(event -> String.valueOf(event.plan()))
                    .thenComparing(UsageEvent::status);
    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS jsonb), ?, ?)";

    private final EmbeddedPostgres postgres;
    private final String url;
    private final Summing summing;

    /** A new database in that folder, with fsync on. */
    public PlainPostgres(Path folder, Summing summing) throws IOException, SQLException {
        this.summing = summing;
        postgres = Postgres.start(folder);
        url = postgres.getJdbcUrl("postgres", "postgres");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            statement.execute(summing.sql);
        }
    }

    /** How it keeps the summary. */
    Summing summing() {
        return summing;
    }

    /** Events a second from that many connections, so many in one statement and transaction. */
    public double eventsPerSecond(int connections, int batch, Duration time) throws Exception {
        AtomicLong events = new AtomicLong();
        AtomicReference<Exception> failure = new AtomicReference<>();
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            String name = Long.toString(begin, 36) + "-" + i + "-";
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    events.addAndGet(insert(name, batch, begin, time));
                                } catch (SQLException failed) {
                                    failure.set(failed);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return events.get() / ((System.nanoTime() - begin) / 1e9);
    }

    private long insert(String name, int batch, long begin, Duration time) throws SQLException {
        TrafficEvents traffic = new TrafficEvents(new Traffic(name, name.hashCode()));
        Clock clock = Clock.systemUTC();
        StringBuilder sql = new StringBuilder("INSERT INTO usage_events VALUES ").append(ROW);
        for (int i = 1; i < batch; i++) {
            sql.append(", ").append(ROW);
        }
        sql.append(" ON CONFLICT (id) DO NOTHING");
        long sent = 0;
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement insert = connection.prepareStatement(sql.toString())) {
            while (System.nanoTime() - begin < time.toNanos()) {
                int parameter = 1;
                List<UsageEvent> events = traffic.next(batch, clock.instant());
                events.sort(IN_ORDER_OF_SUMMARY);
                for (UsageEvent event : events) {
                    parameter = bind(insert, parameter, event);
                }
                execute(insert);
                sent += batch;
            }
        }
        return sent;
    }

    /** Again where another statement was in the way, as an application must. */
    private static void execute(PreparedStatement insert) throws SQLException {
        for (boolean written = false; !written; ) {
            try {
                insert.executeUpdate();
                written = true;
            } catch (SQLException failed) {
                if (!DEADLOCK.equals(failed.getSQLState())) {
                    throw failed;
                }
            }
        }
    }

    private static Instant time(UsageEvent event) {
        return event.time() == null ? Instant.EPOCH : event.time();
    }

    private static int bind(PreparedStatement insert, int first, UsageEvent event)
            throws SQLException {
        int at = first;
        insert.setString(at++, event.id());
        insert.setObject(at++, time(event).atOffset(UTC));
        insert.setString(at++, event.userId());
        insert.setString(at++, event.provider());
        insert.setString(at++, event.operation());
        insert.setString(at++, event.model());
        insert.setString(at++, event.plan());
        insert.setString(at++, event.status().text());
        insert.setString(at++, event.error());
        insert.setObject(at++, event.processingTimeMs());
        insert.setString(at++, BareAppender.quantities(event.quantities().byUnit()));
        insert.setBigDecimal(at++, COST);
        insert.setBigDecimal(at++, VALUE);
        return at;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
