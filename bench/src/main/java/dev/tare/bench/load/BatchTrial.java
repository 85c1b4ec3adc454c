package dev.tare.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/**
 * The full journey in batches of 1,000: HTTP, JSON, journal with fsync, pricing, recognition, rows
 * and all rollups; senders and server on one machine. Ends with a comparison of what was
 * acknowledged with what the ledger holds.
 */
public final class BatchTrial {
    /**
     * How it went.
     *
     * @param acknowledged events a second while sending
     * @param recorded events a second, from the first sent to the last recorded
     * @param astray different events sent and not in the ledger; negative where doubled
     */
    public record Result(double acknowledged, double recorded, long astray) {}

    private static final int BATCH = 1_000;
    private static final Duration BARE_TIME = Duration.ofSeconds(10);

    private final ServerProcess server;
    private final int senders;
    private final Duration time;
    private final Clock clock = Clock.systemUTC();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong different = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();

    public BatchTrial(ServerProcess server, int senders, Duration time) {
        this.server = server;
        this.senders = senders;
        this.time = time;
    }

    /** Arguments: seconds (default 60), connections (default 4), then options for the server. */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
        int senders = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        List<String> options = Arrays.asList(args).subList(Math.min(2, args.length), args.length);
        Path folder = Machine.folder("tare-batches");
        System.out.println(Machine.line(folder));
        double bare = BareAppender.rowsPerSecond(folder.resolve("bare.duckdb"), BARE_TIME);
        System.out.printf(
                Locale.ROOT, "bare appender with fsync, the same rows: %,.0f rows/s%n", bare);
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), options)) {
            server.enterPrices();
            double rate = new BatchTrial(server, senders, time).run().recorded();
            System.out.printf(Locale.ROOT, "%.0f %% of the bare appender%n", 100 * rate / bare);
        }
        System.out.printf(
                Locale.ROOT,
                "ledger after a clean stop: %,d bytes%n",
                Machine.bytes(folder.resolve("data/tare.duckdb")));
    }

    /** Sends for that time and waits until all of it is recorded. */
    public Result run() throws Exception {
        JsonNode before = server.json("/v1/status");
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            String name = Long.toString(begin, 36) + (char) ('a' + i);
            threads.add(Thread.ofPlatform().start(() -> send(new Traffic(name, name.hashCode()))));
        }
        watch(begin);
        for (Thread thread : threads) {
            thread.join();
        }
        double sending = (System.nanoTime() - begin) / 1e9;
        server.awaitRecorded(Duration.ofMinutes(10));
        double whole = (System.nanoTime() - begin) / 1e9;
        JsonNode after = server.json("/v1/status");
        long recorded =
                after.at("/ledger/recorded").asLong() - before.at("/ledger/recorded").asLong();
        System.out.printf(
                Locale.ROOT,
                "%,d events acknowledged in %.1f s (%,.0f/s), recorded after %.1f s (%,.0f/s),"
                        + " turned away %d requests%n"
                        + "different events sent %,d, in the ledger %,d, lost or doubled %d%n",
                acknowledged.get(),
                sending,
                acknowledged.get() / sending,
                whole,
                acknowledged.get() / whole,
                turnedAway.get(),
                different.get(),
                recorded,
                different.get() - recorded);
        return new Result(
                acknowledged.get() / sending,
                acknowledged.get() / whole,
                different.get() - recorded);
    }

    private void watch(long begin) throws IOException, InterruptedException {
        long last = 0;
        long lastAt = begin;
        while (System.nanoTime() - begin < time.toNanos()) {
            ServerProcess.pause(Math.min(10_000, time.toMillis() / 6 + 1));
            JsonNode status = server.json("/v1/status");
            long now = System.nanoTime();
            long events = acknowledged.get();
            System.out.printf(
                    Locale.ROOT,
                    "%6.1f s  %,9.0f events/s  %,12d bytes behind  %s MB%n",
                    (now - begin) / 1e9,
                    (events - last) / ((now - lastAt) / 1e9),
                    status.path("bytes_behind").asLong(),
                    server.residentMegabytes());
            last = events;
            lastAt = now;
        }
    }

    private void send(Traffic traffic) {
        long end = System.nanoTime() + time.toNanos();
        try (Sender sender = server.sender("application/x-ndjson")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 19);
            while (System.nanoTime() < end) {
                body.reset();
                Instant now = clock.instant();
                for (int i = 0; i < BATCH; i++) {
                    traffic.next(now.plusNanos(i * 1_000L));
                    body.write(traffic.line(), 0, traffic.length());
                    body.write('\n');
                }
                deliver(sender, body.toByteArray());
            }
            different.addAndGet(traffic.made());
        } catch (IOException failed) {
            System.err.println("A sender failed: " + failed);
        }
    }

    /** Again and again until it is accepted, as a sender must. */
    private void deliver(Sender sender, byte[] body) throws IOException {
        int status = sender.post(body, body.length);
        while (status == 503 || status == 429) {
            turnedAway.incrementAndGet();
            ServerProcess.pause(100);
            status = sender.post(body, body.length);
        }
        if (status != 202) {
            throw new IOException("answered " + status);
        }
        acknowledged.addAndGet(BATCH);
    }
}
