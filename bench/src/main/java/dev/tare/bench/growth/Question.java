package dev.tare.bench.growth;

import dev.tare.bench.load.Latencies;
import dev.tare.bench.load.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * One question in three ways: what each operation of each provider cost and earned in the last 30
 * days. Each is asked again and again and answers with its median; where answers are slow, of the
 * few there is time for.
 */
final class Question {
    private static final String REPORT = "/v1/reports/profit?range=30d&group_by=provider,operation";
    private static final String VIEW = "SELECT * FROM api_profit_30d";

    /** What the view stands for. */
    private static final String QUERY =
            """
            SELECT provider, operation, COUNT(*), SUM(api_cost), SUM(credit_value),
                SUM(credit_value - api_cost) AS gross_profit,
                ROUND((SUM(credit_value - api_cost) / NULLIF(SUM(credit_value), 0)) * 100, 2)
            FROM api_usage_logs
            WHERE created_at >= NOW() - INTERVAL '30 days'
            GROUP BY provider, operation
            ORDER BY gross_profit DESC
            """;

    private static final String RECENT_KEYS =
            "SELECT COUNT(*) FROM api_usage_logs WHERE received_at >= NOW() - INTERVAL '34 days'";

    /** Operations of providers in the traffic: groups in every answer. */
    private static final int GROUPS = 8;

    private static final int WARM_UPS = 60;
    private static final int TIMES = 61;
    private static final int TIMES_MIN = 3;

    /** Asks once; returns the number of groups in the answer. */
    private interface Asking {
        int ask() throws Exception;
    }

    private Question() {}

    /** The report, from the tables of sums: milliseconds. */
    static double report(ServerProcess server, Duration atMost) throws Exception {
        return medianMs(atMost, () -> server.json(REPORT).path("rows").size());
    }

    /** The view, through the server's console. */
    static double console(ServerProcess server, Duration atMost) throws Exception {
        return medianMs(atMost, () -> server.sql(VIEW).size());
    }

    /** The view's query, by the engine alone on a ledger that no server has open. */
    static double bare(Path file, Duration atMost) throws Exception {
        try (Connection engine = open(file);
                Statement statement = engine.createStatement()) {
            // As much as the server's engine has.
            statement.execute("SET memory_limit = '1024MB'");
            return medianMs(
                    atMost,
                    () -> {
                        try (ResultSet row = statement.executeQuery(QUERY)) {
                            int rows = 0;
                            while (row.next()) {
                                rows++;
                            }
                            return rows;
                        }
                    });
        }
    }

    /** Identities a server reads when it starts on that ledger. */
    static long recentKeys(Path file) throws SQLException {
        try (Connection engine = open(file);
                Statement statement = engine.createStatement();
                ResultSet row = statement.executeQuery(RECENT_KEYS)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Connection open(Path file) throws SQLException {
        Properties options = new Properties();
        options.setProperty("duckdb.read_only", "true");
        return DriverManager.getConnection("jdbc:duckdb:" + file, options);
    }

    private static double medianMs(Duration atMost, Asking asking) throws Exception {
        Latencies times = new Latencies();
        long begin = System.nanoTime();
        for (int i = -WARM_UPS; i < TIMES; i++) {
            long start = System.nanoTime();
            int found = asking.ask();
            if (found != GROUPS) {
                throw new IllegalStateException(found + " groups in the answer, not " + GROUPS);
            }
            boolean late = start - begin > atMost.toNanos();
            if (i >= 0 || late) {
                times.add(System.nanoTime() - start);
            }
            if (late && times.count() >= TIMES_MIN) {
                break;
            }
        }
        return times.ms(0.5);
    }
}
