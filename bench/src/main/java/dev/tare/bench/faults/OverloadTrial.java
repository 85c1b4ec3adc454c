package dev.tare.bench.faults;

import dev.tare.bench.faults.OwnBook.Batch;
import dev.tare.bench.faults.OwnBook.Fate;
import dev.tare.bench.load.Latencies;
import dev.tare.bench.load.Machine;
import dev.tare.bench.load.Sender;
import dev.tare.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Ten times the senders a server is busy with, for a minute and without pause: it must accept what
 * it can, refuse the rest with 429 or 503 and say when to come again, and be its usual self within
 * 30 seconds, the ledger caught up. Lost 0, doubled 0.
 */
public final class OverloadTrial {
    private static final int CONNECTIONS = 4;
    private static final int TIMES = 10;
    private static final int BATCH = 1_000;
    private static final int NORMAL_POSTS = 50;
    private static final double NORMAL_MS_MAX = 1_000;
    private static final Duration RECOVERY_MAX = Duration.ofSeconds(30);
    private static final Set<String> RIGHT = Set.of("202", "429", "503", "connection refused");

    private final Path folder;
    private final List<OwnBook> books = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    private OverloadTrial(Path folder) {
        this.folder = folder;
    }

    /** Arguments: seconds (default 60), then options for the server. Ends with 1 on a finding. */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
        List<String> options = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        Path folder = Files.createTempDirectory("tare-overload");
        System.out.println(Machine.line(folder));
        System.exit(new OverloadTrial(folder).run(time, options) ? 0 : 1);
    }

    private boolean run(Duration time, List<String> options) throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.start(data, options)) {
            server.enterPrices(OwnBook.PRICES);
            double usual = usual(server);
            crowd(server, time);
            recover(server, usual);
            System.out.printf(Locale.ROOT, "most memory in use: %s MB%n", server.peakMegabytes());
        }
        Comparison comparison = Comparison.of(data, books);
        int verified = TareCommand.start(data, options, "verify").code();
        System.out.println(comparison + "; tare verify ended with " + verified);
        if (verified != 0) {
            findings.add("tare verify ended with " + verified);
        }
        findings.forEach(finding -> System.out.println("FINDING: " + finding));
        boolean holds = comparison.holds() && findings.isEmpty();
        System.out.println(holds ? "Held." : "BROKEN; the data are in " + data);
        return holds;
    }

    /** What it takes when it is only busy; returns the median time of a single post after it. */
    private double usual(ServerProcess server) throws Exception {
        Duration time = Duration.ofSeconds(10);
        Crowd busy = new Crowd(server);
        busy.add("warm", CONNECTIONS, BATCH, Duration.ofSeconds(5));
        busy.join();
        books.addAll(busy.books());
        busy = new Crowd(server);
        busy.add("busy", CONNECTIONS, BATCH, time);
        busy.join();
        books.addAll(busy.books());
        double behind = server.awaitRecorded(Duration.ofMinutes(5));
        double single = posts(server, "calm").ms(0.5);
        System.out.printf(
                Locale.ROOT,
                "%d connections: %,.0f events/s accepted, ledger caught up after %.1f s; then a"
                        + " single post takes %.1f ms%n",
                CONNECTIONS,
                busy.events() / (double) time.toSeconds(),
                behind,
                single);
        return single;
    }

    private void crowd(ServerProcess server, Duration time) throws Exception {
        Crowd crowd = new Crowd(server);
        long begin = System.nanoTime();
        crowd.add("batch", CONNECTIONS * TIMES, BATCH, time);
        crowd.add("single", CONNECTIONS * TIMES, 1, time);
        while (System.nanoTime() - begin < time.toNanos()) {
            ServerProcess.pause(Math.min(5_000, time.toMillis() / 4));
            System.out.printf(
                    Locale.ROOT,
                    "%5.1f s  %,11d events  %,13d bytes behind  %5s MB  %s%n",
                    (System.nanoTime() - begin) / 1e9,
                    crowd.events(),
                    behind(server),
                    server.residentMegabytes(),
                    crowd.answers());
        }
        crowd.join();
        books.addAll(crowd.books());
        System.out.printf(
                Locale.ROOT,
                "%d connections: %,.0f events/s accepted (%s); refused (%s)%n%s%n",
                2 * CONNECTIONS * TIMES,
                crowd.events() / (double) time.toSeconds(),
                crowd.accepted(),
                crowd.refused(),
                crowd.answers());
        crowd.answers().keySet().stream()
                .filter(answer -> !RIGHT.contains(answer))
                .forEach(answer -> findings.add("answered " + answer));
    }

    private long behind(ServerProcess server) throws IOException, InterruptedException {
        return server.json("/v1/status").path("bytes_behind").asLong();
    }

    private void recover(ServerProcess server, double usual) throws Exception {
        long begin = System.nanoTime();
        double first = firstAccepted(server);
        Latencies after = posts(server, "after");
        long left = RECOVERY_MAX.toNanos() - (System.nanoTime() - begin);
        String caughtUp;
        try {
            server.awaitRecorded(Duration.ofNanos(Math.max(1, left)));
            caughtUp = "caught up after %.1f s".formatted((System.nanoTime() - begin) / 1e9);
        } catch (IOException late) {
            findings.add("the ledger needs longer than " + RECOVERY_MAX.toSeconds() + " s");
            double more = server.awaitRecorded(Duration.ofMinutes(15));
            caughtUp = "caught up only after %.1f s".formatted(RECOVERY_MAX.toSeconds() + more);
        }
        System.out.printf(
                Locale.ROOT,
                "when it ended: accepted again after %.2f s; single posts: %s (before: %.1f ms);"
                        + " ledger %s%n",
                first,
                after,
                usual,
                caughtUp);
        if (after.ms(0.5) > NORMAL_MS_MAX) {
            findings.add("afterwards half of all posts take " + after.ms(0.5) + " ms");
        }
    }

    /** Seconds until a normal sender, who comes again as asked, is accepted. */
    private double firstAccepted(ServerProcess server) throws IOException {
        OwnBook book = book("first");
        long begin = System.nanoTime();
        try (Sender sender = server.sender("application/x-ndjson")) {
            Batch batch = book.next(1);
            while (sender.post(batch.body, batch.body.length) != 202) {
                if (System.nanoTime() - begin > RECOVERY_MAX.toNanos()) {
                    findings.add("nothing is accepted " + RECOVERY_MAX.toSeconds() + " s later");
                    return (System.nanoTime() - begin) / 1e9;
                }
                ServerProcess.pause(200);
            }
            book.settle(batch, Fate.ACKNOWLEDGED);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private Latencies posts(ServerProcess server, String name) throws IOException {
        Latencies latencies = new Latencies();
        OwnBook book = book(name);
        try (Sender sender = server.sender("application/x-ndjson")) {
            for (int i = 0; i < NORMAL_POSTS; i++) {
                Batch batch = book.next(1);
                long begin = System.nanoTime();
                int status = sender.post(batch.body, batch.body.length);
                latencies.add(System.nanoTime() - begin);
                if (status == 202) {
                    book.settle(batch, Fate.ACKNOWLEDGED);
                } else {
                    findings.add("a normal post was answered " + status);
                }
            }
        }
        return latencies;
    }

    private OwnBook book(String name) {
        OwnBook book = new OwnBook(name, 1, Clock.systemUTC().instant());
        books.add(book);
        return book;
    }
}
