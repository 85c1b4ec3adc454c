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
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Everything that goes wrong on a wire, against one server: bodies cut off, answers lost after the
 * commit, callers that write or read a few bytes a second, bytes that are no request. Nothing may
 * come from half a body, nothing be lost or doubled, and senders who behave must be served as ever.
 */
public final class WireFaultTrial {
    private static final int NORMAL = 4;
    private static final int SLOW_WRITERS = 50;
    private static final int SLOW_READERS = 20;
    private static final int FILL = 10_000;
    private static final double P99_MS_MAX = 1_000;

    private final Path data;
    private final List<String> jvm;
    private final long seed;
    private final List<OwnBook> books = new ArrayList<>();
    private final List<String> findings = Collections.synchronizedList(new ArrayList<>());
    private final Latencies latencies = new Latencies();
    private volatile boolean over;

    /**
     * A trial in that folder.
     *
     * @param folder an empty one
     * @param jvm options of the server's Java
     */
    public WireFaultTrial(Path folder, List<String> jvm, long seed) {
        this.data = folder.resolve("data");
        this.jvm = jvm;
        this.seed = seed;
    }

    /** Arguments: rounds (default 50), seed (default 1). Ends with 1 on a finding. */
    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 50 : Integer.parseInt(args[0]);
        long seed = args.length < 2 ? 1 : Long.parseLong(args[1]);
        Path folder = Files.createTempDirectory("tare-wire-faults");
        System.out.println(Machine.line(folder));
        WireFaultTrial trial = new WireFaultTrial(folder, List.of(), seed);
        List<String> findings = trial.run(rounds);
        if (trial.latencies.ms(0.99) > P99_MS_MAX) {
            findings.add("senders who behave had to wait: " + trial.latencies);
        }
        findings.forEach(finding -> System.out.println("FINDING: " + finding));
        System.out.println(
                (findings.isEmpty() ? "Held" : "BROKEN; see " + folder) + " (seed " + seed + ").");
        System.exit(findings.isEmpty() ? 0 : 1);
    }

    /** Does all of it that often; returns what was found wrong. */
    public List<String> run(int rounds) throws Exception {
        int whole;
        try (ServerProcess server = ServerProcess.start(data, jvm)) {
            server.enterPrices(OwnBook.PRICES);
            fill(server);
            whole = faults(server, rounds);
            server.awaitRecorded(Duration.ofMinutes(2));
        }
        Comparison comparison = Comparison.of(data, books);
        int verified = TareCommand.start(data, jvm, "verify").code();
        System.out.printf(
                Locale.ROOT,
                "%d rounds; %s%ntare verify ended with %d; %d slow bodies came to their end;"
                        + " meanwhile single posts: %s%n",
                rounds,
                comparison,
                verified,
                whole,
                latencies);
        if (!comparison.holds() || verified != 0) {
            findings.add("the ledger differs from the senders' books");
        }
        return findings;
    }

    private OwnBook book(String name) {
        OwnBook book = new OwnBook(name, seed + books.size(), Clock.systemUTC().instant());
        books.add(book);
        return book;
    }

    /** So that there is something to read slowly, and the server is warm. */
    private void fill(ServerProcess server) throws IOException, InterruptedException {
        OwnBook book = book("fill");
        try (Sender sender = server.sender("application/x-ndjson")) {
            while (book.made() < FILL) {
                post(sender, book, 200);
            }
        }
        server.awaitRecorded(Duration.ofMinutes(2));
    }

    private int faults(ServerProcess server, int rounds) throws Exception {
        List<Thread> normal = new ArrayList<>();
        for (int i = 0; i < NORMAL; i++) {
            OwnBook book = book("normal" + i);
            normal.add(Thread.ofPlatform().start(() -> behave(server, book)));
        }
        CutBodies cut = new CutBodies(server, book("cut"));
        int whole;
        try (SlowPeers slow = new SlowPeers(server, book("slow"), SLOW_WRITERS, SLOW_READERS)) {
            for (int round = 0; round < rounds; round++) {
                slow.step();
                cut.round();
            }
            whole = slow.whole();
        } finally {
            over = true;
            for (Thread thread : normal) {
                thread.join();
            }
        }
        findings.addAll(cut.findings());
        return whole;
    }

    /** A sender as they should be, about 100 posts a second. */
    private void behave(ServerProcess server, OwnBook book) {
        try (Sender sender = server.sender("application/x-ndjson")) {
            while (!over) {
                long begin = System.nanoTime();
                post(sender, book, 1);
                latencies.add(System.nanoTime() - begin);
                ServerProcess.pause(10);
            }
        } catch (IOException failed) {
            findings.add("a sender who behaves failed: " + failed);
        }
    }

    private void post(Sender sender, OwnBook book, int size) throws IOException {
        Batch batch = book.next(size);
        int status = sender.post(batch.body, batch.body.length);
        if (status == 202) {
            book.settle(batch, Fate.ACKNOWLEDGED);
        } else {
            findings.add("a sender who behaves was answered " + status);
        }
    }
}
