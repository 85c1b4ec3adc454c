package dev.tare.bench.load;

import dev.tare.core.event.UsageEvent;
import dev.tare.server.duckdb.DuckDbLedger;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The least a ledger on this engine could do: rows of the same width into the same table, appended
 * and committed with fsync, and nothing else. No HTTP, no JSON, no journal, no pricing, no
 * recognition of repeats, no sums.
 */
final class BareAppender {
    private static final int BATCH = 50_000;
    private static final BigDecimal COST = new BigDecimal("0.012340000");
    private static final BigDecimal VALUE = new BigDecimal("0.499500000");

    private BareAppender() {}

    /** Rows a second over that time, which doesn't count the making of the rows. */
    static double rowsPerSecond(Path file, Duration time) throws SQLException {
        DuckDbLedger.open(file, ZoneOffset.UTC).close();
        TrafficEvents traffic = new TrafficEvents(new Traffic("bare-", 1));
        long rows = 0;
        long spent = 0;
        try (DuckDBConnection connection =
                DriverManager.getConnection("jdbc:duckdb:" + file).unwrap(DuckDBConnection.class)) {
            execute(connection, "SET checkpoint_threshold = '512MB'");
            while (spent < time.toNanos()) {
                Instant now = Clock.systemUTC().instant();
                List<UsageEvent> events = traffic.next(BATCH, now);
                long begin = System.nanoTime();
                execute(connection, "BEGIN TRANSACTION");
                try (DuckDBAppender appender = connection.createAppender("api_usage_logs")) {
                    for (UsageEvent event : events) {
                        append(appender, event, now);
                    }
                    appender.flush();
                }
                execute(connection, "COMMIT");
                spent += System.nanoTime() - begin;
                rows += events.size();
            }
        }
        return rows / (spent / 1e9);
    }

    private static void append(DuckDBAppender appender, UsageEvent event, Instant now)
            throws SQLException {
        Instant time = event.time() == null ? now : event.time();
        appender.beginRow().append(event.id()).append("bench");
        appender.appendEpochMicros(ChronoUnit.MICROS.between(Instant.EPOCH, time));
        appender.appendEpochMicros(ChronoUnit.MICROS.between(Instant.EPOCH, now));
        appender.append(event.userId()).append(event.provider()).append(event.operation());
        text(appender, event.model());
        text(appender, event.plan());
        appender.append(event.status().text());
        text(appender, event.error());
        appender.append(event.processingTimeMs());
        appender.append(quantities(event.quantities().byUnit()));
        appender.append(BigDecimal.ONE.setScale(9)).append(COST).append(VALUE);
        appender.append("card-1").append("priced").append(false);
        appender.appendNull().appendNull();
        appender.endRow();
    }

    private static void text(DuckDBAppender appender, @Nullable String text) throws SQLException {
        if (text == null) {
            appender.appendNull();
        } else {
            appender.append(text);
        }
    }

    static String quantities(Map<String, BigDecimal> byUnit) {
        return byUnit.entrySet().stream()
                .map(unit -> "\"" + unit.getKey() + "\":\"" + unit.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
