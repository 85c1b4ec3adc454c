package dev.tare.bench.database;

import dev.tare.bench.load.BatchTrial;
import dev.tare.bench.load.Latencies;
import dev.tare.bench.load.Machine;
import dev.tare.bench.load.PlainPostgres;
import dev.tare.bench.load.Postgres;
import dev.tare.bench.load.ServerProcess;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresInit;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * The ledger in PostgreSQL on the same machine: the whole journey in batches of 1,000 beside the
 * bare staged copy into the same tables and beside plain inserts with a trigger, in turns; then
 * reports over many millions of events beside the raw question.
 */
public final class DatabaseTrial {
    private static final int TURNS = 3;
    private static final int SENDERS = 3;
    private static final int COPIED_AT_ONCE = 20_000;
    private static final int PLAIN_CONNECTIONS = 4;
    private static final int PLAIN_BATCH = 1_000;
    private static final int TIMES = 100;
    private static final int RAW_TIMES = 3;

    /** A report is asked no longer than this, and one that takes that long isn't warmed up. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private static final List<String> REPORTS =
            List.of(
                    "range=30d&group_by=provider,operation",
                    "range=30d&group_by=day,plan",
                    "range=30d&group_by=user&quantities=false",
                    "range=365d&group_by=provider,operation",
                    "range=365d&group_by=day,plan",
                    "range=365d&group_by=user&quantities=false",
                    "range=30d&group_by=user");

    private DatabaseTrial() {}

    /**
     * Arguments: seconds of each measurement (default 20, 0 = reports only), millions of events
     * (default 20).
     */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 20);
        long millions = args.length > 1 ? Long.parseLong(args[1]) : 20;
        Path folder = Machine.folder("tare-database");
        System.out.println(Machine.line(folder));
        try (EmbeddedPostgres postgres = Postgres.start(folder.resolve("postgres"))) {
            if (time.isPositive()) {
                journeys(postgres, folder, time);
            }
            if (millions > 0) {
                reports(postgres, folder, millions * 1_000_000);
            }
        }
    }

    private static PostgresAddress ledger(EmbeddedPostgres postgres, String name) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        PostgresAddress address = PostgresAddress.of(postgres.getJdbcUrl("postgres", name));
        PostgresInit.run(address, ZoneOffset.UTC);
        return address;
    }

    private static ServerProcess serve(EmbeddedPostgres postgres, Path data, String name)
            throws Exception {
        return ServerProcess.start(
                data, List.of(), List.of("--db", postgres.getJdbcUrl("postgres", name)));
    }

    private static void journeys(EmbeddedPostgres postgres, Path folder, Duration time)
            throws Exception {
        ledger(postgres, "bare");
        ledger(postgres, "journey");
        StagedCopy bare = new StagedCopy(postgres.getJdbcUrl("postgres", "bare"), COPIED_AT_ONCE);
        try (PlainPostgres plain =
                        new PlainPostgres(folder.resolve("plain"), PlainPostgres.Summing.EACH_ROW);
                ServerProcess server = serve(postgres, folder.resolve("data"), "journey")) {
            server.enterPrices();
            double _ = bare.rowsPerSecond(WARM_UP);
            double _ = plain.eventsPerSecond(PLAIN_CONNECTIONS, PLAIN_BATCH, WARM_UP);
            new BatchTrial(server, SENDERS, WARM_UP).run();
            for (int turn = 1; turn <= TURNS; turn++) {
                double copied = bare.rowsPerSecond(time);
                double inserted = plain.eventsPerSecond(PLAIN_CONNECTIONS, PLAIN_BATCH, time);
                BatchTrial.Result journey = new BatchTrial(server, SENDERS, time).run();
                if (journey.astray() != 0) {
                    throw new IllegalStateException("Events were lost or doubled.");
                }
                System.out.printf(
                        Locale.ROOT,
                        "turn %d: bare staged copy %,.0f rows/s; plain inserts %,.0f/s; Tare %,.0f"
                                + " events/s recorded: %.0f %% of the copy, %.1f times the"
                                + " inserts%n",
                        turn,
                        copied,
                        inserted,
                        journey.recorded(),
                        100 * journey.recorded() / copied,
                        journey.recorded() / inserted);
            }
        }
    }

    private static void reports(EmbeddedPostgres postgres, Path folder, long events)
            throws Exception {
        ledger(postgres, "filled");
        String url = postgres.getJdbcUrl("postgres", "filled");
        new FilledDatabase(url, events).fill();
        try (ServerProcess server = serve(postgres, folder.resolve("filled-data"), "filled")) {
            for (String report : REPORTS) {
                System.out.printf(Locale.ROOT, "report %-42s %s%n", report, report(server, report));
            }
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (int days : new int[] {30, 365}) {
                Latencies times = new Latencies();
                for (int i = 0; i < RAW_TIMES; i++) {
                    long begin = System.nanoTime();
                    try (ResultSet row = statement.executeQuery(raw(days))) {
                        while (row.next()) {
                            row.getString(1);
                        }
                    }
                    times.add(System.nanoTime() - begin);
                }
                System.out.printf(
                        Locale.ROOT, "raw question, %d days: p50 %.0f ms%n", days, times.ms(0.5));
            }
        }
    }

    private static String raw(int days) {
        return "SELECT provider, operation, COUNT(*), SUM(api_cost), SUM(credit_value) FROM"
                + " api_usage_logs WHERE created_at >= NOW() - INTERVAL '"
                + days
                + " days' GROUP BY 1, 2";
    }

    private static String report(ServerProcess server, String report) throws Exception {
        Latencies times = new Latencies();
        long end = System.nanoTime() + LONGEST.toNanos();
        int asked = 0;
        for (int i = -TIMES / 2; i < TIMES && (asked == 0 || System.nanoTime() < end); i++) {
            long begin = System.nanoTime();
            server.get("/v1/reports/profit?" + report);
            // What takes seconds needs no warming up.
            boolean slow = System.nanoTime() - begin > SLOW.toNanos();
            if (i >= 0 || slow) {
                times.add(System.nanoTime() - begin);
                asked++;
            }
        }
        return String.format(
                Locale.ROOT,
                "p50 %,.1f ms, p95 %,.1f ms (asked %d times)",
                times.ms(0.5),
                times.ms(0.95),
                asked);
    }
}
