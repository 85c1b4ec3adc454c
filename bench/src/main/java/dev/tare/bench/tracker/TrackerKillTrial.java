package dev.tare.bench.tracker;

import dev.tare.bench.faults.TareCommand;
import dev.tare.bench.load.ServerProcess;
import dev.tare.sdk.ApiCostTracker;
import dev.tare.sdk.TrackerCounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Kills an application again and again while it tracks, at moments of chance, and compares what had
 * returned from {@code track()}, by its own record in a file, with the ledger of a real server.
 *
 * <p>Each application takes over the spool of the one killed before it. In the end a last tracker
 * sends what is left. What is between them and the server stumbles, so that the spool is never
 * empty for long and much is sent twice.
 */
public final class TrackerKillTrial {
    private final Path folder;
    private final Random random;
    private final Received received = new Received();
    private final Path[] records;

    private TrackerKillTrial(int times, long seed) throws IOException {
        folder = Files.createTempDirectory("tare-tracker-kill");
        random = new Random(seed);
        records = new Path[times];
    }

    /** Arguments: how often it is killed (default 100), and a seed (default 1). */
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        int times = args.length == 0 ? 100 : Integer.parseInt(args[0]);
        long seed = args.length < 2 ? 1 : Long.parseLong(args[1]);
        System.exit(new TrackerKillTrial(times, seed).run(seed) ? 0 : 1);
    }

    private boolean run(long seed) throws IOException, InterruptedException, SQLException {
        Path data = folder.resolve("data");
        long left;
        try (ServerProcess server = ServerProcess.start(data, List.of());
                Relay relay = new Relay(server.address(), new Random(seed), received::look)) {
            for (int run = 0; run < records.length; run++) {
                records[run] = folder.resolve("record-" + run);
                Files.write(records[run], new byte[KilledApplication.THREADS * 8]);
                killOne(relay, server.key(), run);
            }
            left = sendTheRest(relay, server.key());
            server.awaitRecorded(Duration.ofMinutes(2));
        }
        return compare(data, seed, left);
    }

    private boolean compare(Path data, long seed, long left)
            throws IOException, InterruptedException, SQLException {
        int verified = TareCommand.start(data, List.of(), "verify").code();
        Map<String, Integer> rows = rows(data);
        long tracked = 0;
        long lost = 0;
        for (int run = 0; run < records.length; run++) {
            tracked += total(records[run]);
            lost += lost(records[run], run, rows);
        }
        long doubled = rows.values().stream().filter(count -> count > 1).count();
        System.out.printf(
                Locale.ROOT,
                "%d kills (seed %d): %,d events had returned from track(), %,d of them were sent by"
                        + " the last tracker; %,d different ones arrived, %,d came twice, %,d of"
                        + " those with other bytes; in the ledger %,d, lost %d, doubled %d;"
                        + " tare verify ended with %d%n",
                records.length,
                seed,
                tracked,
                left,
                received.different(),
                received.repeated(),
                received.changed(),
                rows.size(),
                lost,
                doubled,
                verified);
        return lost == 0 && doubled == 0 && received.changed() == 0 && verified == 0;
    }

    /** How many rows of each user; each event has one of its own. */
    private static Map<String, Integer> rows(Path data) throws SQLException {
        Map<String, Integer> rows = new HashMap<>();
        try (Connection ledger =
                        DriverManager.getConnection("jdbc:duckdb:" + data.resolve("tare.duckdb"));
                Statement statement = ledger.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT user_id, COUNT(*) FROM api_usage_logs GROUP BY ALL")) {
            while (row.next()) {
                rows.put(row.getString(1), row.getInt(2));
            }
        }
        return rows;
    }

    private void killOne(Relay relay, String key, int run)
            throws IOException, InterruptedException {
        Path record = records[run];
        Path output = folder.resolve("output-" + run);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledApplication.class.getName(),
                                relay.uri().toString(),
                                key,
                                folder.resolve("spool").toString(),
                                record.toString(),
                                String.valueOf(run))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        while (total(record) == 0) {
            if (!process.isAlive()) {
                throw new IllegalStateException("See " + output);
            }
            ServerProcess.pause(1);
        }
        ServerProcess.pause(random.nextInt(250));
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("It doesn't die: " + process.pid());
        }
    }

    private long sendTheRest(Relay relay, String key) {
        try (ApiCostTracker tracker =
                ApiCostTracker.builder(relay.uri(), key)
                        .spoolFolder(folder.resolve("spool"))
                        .spoolBytes(KilledApplication.SPOOL_BYTES)
                        .open()) {
            boolean sent = tracker.flush(Duration.ofMinutes(1));
            TrackerCounts counts = tracker.close(Duration.ofSeconds(5));
            if (!sent || counts.spooled() != 0) {
                throw new IllegalStateException("Not all was sent: " + counts);
            }
            return counts.found();
        }
    }

    private static long lost(Path record, int run, Map<String, Integer> rows) throws IOException {
        ByteBuffer counts = ByteBuffer.wrap(Files.readAllBytes(record));
        long lost = 0;
        for (int thread = 0; thread < KilledApplication.THREADS; thread++) {
            long returned = counts.getLong(thread * 8);
            for (long n = 0; n < returned; n++) {
                @Nullable Integer count = rows.get(KilledApplication.user(run, thread, n));
                lost += count == null ? 1 : 0;
            }
        }
        return lost;
    }

    private static long total(Path record) throws IOException {
        ByteBuffer counts = ByteBuffer.wrap(Files.readAllBytes(record));
        long total = 0;
        for (int thread = 0; thread < KilledApplication.THREADS; thread++) {
            total += counts.getLong(thread * 8);
        }
        return total;
    }
}
