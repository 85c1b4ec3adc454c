package dev.tare.bench.database;

import dev.tare.bench.load.Traffic;
import dev.tare.bench.load.TrafficEvents;
import dev.tare.core.event.UsageEvent;
import dev.tare.server.tables.RollupTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The least that a loader of the same tables could do: rows of the same width copied into a table
 * of the session, from there into the log and into every rollup, one transaction a batch. No HTTP,
 * no JSON, no journal, no pricing, no recognition of repeats. The making of the rows isn't timed.
 */
final class StagedCopy {
    private static final String COLUMNS =
            "(id, source, created_at, received_at, user_id, provider, operation, model, plan,"
                    + " status, error_message, processing_time_ms, quantities, credits, api_cost,"
                    + " credit_value, rate_card_id, pricing, estimated, fingerprint, metadata,"
                    + " row_number)";

    private final String url;
    private final int batch;
    private long row;

    /** Into a database that has the ledger's tables. */
    StagedCopy(String url, int batch) {
        this.url = url;
        this.batch = batch;
    }

    double rowsPerSecond(Duration time) throws SQLException, IOException {
        TrafficEvents traffic = new TrafficEvents(new Traffic("staged-", 1));
        long spent = 0;
        long rows = 0;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "CREATE TEMP TABLE stage (LIKE api_usage_logs) ON COMMIT DELETE ROWS");
            connection.commit();
            while (spent < time.toNanos()) {
                byte[] text = text(traffic);
                long begin = System.nanoTime();
                load(connection, statement, text);
                spent += System.nanoTime() - begin;
                rows += batch;
            }
        }
        return rows / (spent / 1e9);
    }

    private static void load(Connection connection, Statement statement, byte[] text)
            throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY stage " + COLUMNS + " FROM STDIN", new ByteArrayInputStream(text));
        statement.execute("INSERT INTO api_usage_logs SELECT * FROM stage ON CONFLICT DO NOTHING");
        for (RollupTable rollup : RollupTable.values()) {
            statement.execute(OverLog.sums(rollup, "stage"));
        }
        connection.commit();
    }

    private byte[] text(TrafficEvents traffic) {
        Instant now = Clock.systemUTC().instant();
        StringBuilder text = new StringBuilder(batch * 300);
        for (UsageEvent event : traffic.next(batch, now)) {
            Instant time = event.time() == null ? now : event.time();
            // Each a row of its own: what repeats are costs nothing here.
            cell(text, event.id() + "-" + row);
            cell(text, "bench");
            cell(text, time.toString());
            cell(text, now.toString());
            cell(text, event.userId());
            cell(text, event.provider());
            cell(text, event.operation());
            cell(text, event.model());
            cell(text, event.plan() == null ? "unknown" : event.plan());
            cell(text, event.status().text());
            cell(text, event.error());
            cell(text, event.processingTimeMs() == null ? null : "" + event.processingTimeMs());
            cell(text, json(event));
            for (String amount : new String[] {"1.000000000", "0.012340000", "0.499500000"}) {
                cell(text, amount);
            }
            cell(text, "card-1");
            cell(text, "priced");
            cell(text, "f");
            cell(text, null);
            cell(text, null);
            text.append(row++).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String json(UsageEvent event) {
        return event.quantities().byUnit().entrySet().stream()
                .map(Map.Entry::toString)
                .map(unit -> "\"" + unit.replace("=", "\":\"") + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void cell(StringBuilder text, @Nullable String value) {
        text.append(value == null ? "\\N" : value.replace("\\", "\\\\")).append('\t');
    }
}
