package dev.tare.bench.tracker;

import dev.tare.sdk.ApiCostTracker;
import dev.tare.sdk.TrackerCounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills an application again and again while it tracks, at moments of chance, and compares what had
 * returned from {@code track()}, by its own record in a file, with what came to the server.
 *
 * <p>Each application takes over the spool of the one killed before it. In the end a last tracker
 * sends what is left. The server stumbles now and then, so that the spool is never empty for long.
 */
public final class TrackerKillTrial {
    private TrackerKillTrial() {}

    /** Arguments: how often it is killed (default 100), and a seed (default 1). */
    public static void main(String[] args) throws IOException, InterruptedException {
        int times = args.length == 0 ? 100 : Integer.parseInt(args[0]);
        long seed = args.length < 2 ? 1 : Long.parseLong(args[1]);
        Random random = new Random(seed);
        Path folder = Files.createTempDirectory("tare-tracker-kill");
        Received received = new Received();
        try (Sink sink = new Sink(received::look)) {
            long tracked = 0;
            Path[] records = new Path[times];
            for (int run = 0; run < times; run++) {
                records[run] = folder.resolve("record-" + run);
                Files.write(records[run], new byte[KilledApplication.THREADS * 8]);
                killOne(sink, folder, records[run], run, random);
                tracked += total(records[run]);
            }
            long left = sendTheRest(sink, folder);
            long lost = 0;
            for (int run = 0; run < times; run++) {
                lost += lost(records[run], run, received);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d kills (seed %d): %,d events had returned from track(), %,d of them were"
                            + " sent by the last tracker; %,d different ones arrived, %,d came"
                            + " twice, %,d of those with other bytes; lost: %,d%n",
                    times,
                    seed,
                    tracked,
                    left,
                    received.different(),
                    received.repeated(),
                    received.changed(),
                    lost);
            System.exit(lost == 0 && received.changed() == 0 ? 0 : 1);
        }
    }

    private static void killOne(Sink sink, Path folder, Path record, int run, Random random)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledApplication.class.getName(),
                                sink.uri().toString(),
                                folder.resolve("spool").toString(),
                                record.toString(),
                                String.valueOf(run))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output-" + run).toFile())
                        .start();
        while (total(record) == 0) {
            if (!process.isAlive()) {
                throw new IllegalStateException("See " + folder.resolve("output-" + run));
            }
            Thread.sleep(1);
        }
        Thread.sleep(random.nextInt(250));
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("It doesn't die: " + process.pid());
        }
    }

    private static long sendTheRest(Sink sink, Path folder) {
        try (ApiCostTracker tracker =
                ApiCostTracker.builder(sink.uri(), "tare_bench")
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

    private static long lost(Path record, int run, Received received) throws IOException {
        ByteBuffer counts = ByteBuffer.wrap(Files.readAllBytes(record));
        long lost = 0;
        for (int thread = 0; thread < KilledApplication.THREADS; thread++) {
            long returned = counts.getLong(thread * 8);
            for (long n = 0; n < returned; n++) {
                lost += received.hasUser(KilledApplication.user(run, thread, n)) ? 0 : 1;
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
