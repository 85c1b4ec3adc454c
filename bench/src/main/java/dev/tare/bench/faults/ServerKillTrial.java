package dev.tare.bench.faults;

import dev.tare.bench.load.Machine;
import dev.tare.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Kills a server again and again under load, as {@code kill -9} does, at moments of chance: while
 * it takes, records, works in what it wrote ahead, while it starts, while its ledger is rebuilt or
 * copied. In the end the ledger must hold what the senders' own books say, to the id and the cent.
 */
public final class ServerKillTrial {
    private static final int SENDERS = 4;
    private static final int UNUSUAL_EVERY = 5;
    private static final long ALIVE_MS_MIN = 200;
    private static final long ALIVE_MS_MAX = 4_000;
    private static final long IDLE_MS_UNTIL_CHECKPOINT = 2_000;

    private enum Unusual {
        KILLED_WHILE_STARTING,
        KILLED_WHILE_CHECKPOINTING,
        REBUILT,
        REBUILT_FROM_THE_START,
        REBUILD_KILLED,
        BACKED_UP,
        BACKUP_KILLED
    }

    private final Path data;
    private final List<String> jvm;
    private final Random random;
    private final List<OwnBook> books = new ArrayList<>();
    private final List<SteadySender> senders = new ArrayList<>();
    private final AtomicReference<@Nullable ServerProcess> running = new AtomicReference<>();
    private final List<Double> secondsToReady = new ArrayList<>();
    private final TreeMap<Unusual, Integer> unusual = new TreeMap<>();
    private int kills;
    private int copies;

    /**
     * A trial in that folder.
     *
     * @param folder an empty one
     * @param jvm options of the servers' Java
     */
    public ServerKillTrial(Path folder, List<String> jvm, long seed) {
        this.data = folder.resolve("data");
        this.jvm = jvm;
        this.random = new Random(seed);
        for (int i = 0; i < SENDERS; i++) {
            OwnBook book = new OwnBook("k" + i, seed + i, Clock.systemUTC().instant());
            books.add(book);
            senders.add(new SteadySender(book, i % 2 == 1, running));
        }
    }

    /** Arguments: how often it is killed (default 300), and a seed (default 1). */
    public static void main(String[] args) throws Exception {
        int times = args.length == 0 ? 300 : Integer.parseInt(args[0]);
        long seed = args.length < 2 ? 1 : Long.parseLong(args[1]);
        Path folder = Files.createTempDirectory("tare-server-kill");
        System.out.println(Machine.line(folder));
        List<String> findings =
                new ServerKillTrial(folder, startingQuickly(folder), seed).run(times);
        findings.forEach(finding -> System.out.println("FINDING: " + finding));
        System.out.println(
                (findings.isEmpty() ? "Held" : "BROKEN; see " + folder) + " (seed " + seed + ").");
        System.exit(findings.isEmpty() ? 0 : 1);
    }

    /** Most of the time goes into starting: classes come from an archive that is made first. */
    private static List<String> startingQuickly(Path folder) throws IOException {
        Path archive = folder.resolve("classes.jsa");
        List<String> making =
                List.of("-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + archive);
        ServerProcess.start(folder.resolve("trained"), making).close();
        return Files.exists(archive)
                ? List.of("-XX:TieredStopAtLevel=1", "-XX:SharedArchiveFile=" + archive)
                : List.of("-XX:TieredStopAtLevel=1");
    }

    /** Kills it that often; returns what was found wrong. */
    public List<String> run(int times) throws Exception {
        try (ServerProcess first = ServerProcess.start(data, jvm)) {
            first.enterPrices(OwnBook.PRICES);
        }
        List<Thread> threads = new ArrayList<>();
        for (SteadySender sender : senders) {
            threads.add(Thread.ofPlatform().daemon().start(sender));
        }
        List<String> findings = new ArrayList<>();
        try {
            while (kills < times) {
                round();
            }
        } catch (IOException broken) {
            findings.add("after " + kills + " kills: " + broken.getMessage());
        }
        senders.forEach(SteadySender::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        for (SteadySender sender : senders) {
            if (sender.wrong() != null) {
                findings.add("a sender was " + sender.wrong());
            }
        }
        if (findings.isEmpty()) {
            findings.addAll(compare());
        }
        return findings;
    }

    private void round() throws IOException, InterruptedException {
        boolean special = random.nextInt(UNUSUAL_EVERY) == 0;
        Unusual what = special ? Unusual.values()[random.nextInt(Unusual.values().length)] : null;
        live(what == Unusual.KILLED_WHILE_CHECKPOINTING);
        if (what != null) {
            unusual.merge(what, 1, Integer::sum);
            between(what);
        }
        if (kills % 20 == 0) {
            System.out.printf(
                    Locale.ROOT,
                    "%d kills, %,d events acknowledged, ready after %.1f s%n",
                    kills,
                    books.stream().mapToLong(OwnBook::acknowledged).sum(),
                    secondsToReady.getLast());
        }
    }

    /** A server's life. Short ones are frequent; the idle one is killed as it tidies up. */
    private void live(boolean idle) throws IOException, InterruptedException {
        ServerProcess server = ServerProcess.start(data, jvm);
        secondsToReady.add(server.secondsToReady());
        running.set(server);
        double chance = random.nextDouble();
        ServerProcess.pause(
                ALIVE_MS_MIN + (long) ((ALIVE_MS_MAX - ALIVE_MS_MIN) * chance * chance));
        if (idle) {
            senders.forEach(sender -> sender.rest(true));
            ServerProcess.pause(IDLE_MS_UNTIL_CHECKPOINT + random.nextInt(400));
        }
        boolean alive = server.isAlive();
        server.kill();
        running.set(null);
        senders.forEach(sender -> sender.rest(false));
        kills++;
        if (!alive) {
            throw new IOException("the server died by itself; see its log beside " + data);
        }
    }

    /** While no server runs. */
    private void between(Unusual what) throws IOException, InterruptedException {
        switch (what) {
            case KILLED_WHILE_CHECKPOINTING -> {}
            case KILLED_WHILE_STARTING -> killed(3_000, "serve", "--port", "0");
            case REBUILT -> done("rebuild");
            case REBUILT_FROM_THE_START -> done("rebuild", "--from-start");
            case REBUILD_KILLED -> {
                killed(4_000, "rebuild");
                done("rebuild");
            }
            case BACKED_UP -> done("backup", copy());
            case BACKUP_KILLED -> killed(2_500, "backup", copy());
        }
    }

    private String copy() {
        return data.resolveSibling("copy-" + copies++ + ".duckdb").toString();
    }

    private void killed(int msMax, String... words) throws IOException, InterruptedException {
        boolean killed = TareCommand.start(data, jvm, words).killAfter(100 + random.nextInt(msMax));
        kills += killed ? 1 : 0;
    }

    private void done(String... words) throws IOException, InterruptedException {
        int code = TareCommand.start(data, jvm, words).code();
        if (code != 0) {
            throw new IOException("tare " + String.join(" ", words) + " ended with " + code);
        }
    }

    private List<String> compare() throws Exception {
        List<String> findings = new ArrayList<>();
        int verified = TareCommand.start(data, jvm, "verify").code();
        Comparison comparison = Comparison.of(data, books);
        Collections.sort(secondsToReady);
        System.out.printf(
                Locale.ROOT,
                "%d kills; %s%n%s%ntare verify ended with %d; from start to ready: median %.1f s,"
                        + " longest %.1f s%n",
                kills,
                unusual,
                comparison,
                verified,
                secondsToReady.get(secondsToReady.size() / 2),
                secondsToReady.getLast());
        if (verified != 0) {
            findings.add("tare verify ended with " + verified);
        }
        if (!comparison.holds()) {
            findings.add("the ledger differs from the senders' books");
        }
        return findings;
    }
}
