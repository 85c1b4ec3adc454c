package dev.tare.bench.growth;

import dev.tare.bench.load.BatchTrial;
import dev.tare.bench.load.Machine;
import dev.tare.bench.load.ServerProcess;
import dev.tare.bench.load.SingleTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * One measurement of one size, on a copy of its ledger: what only reads comes before what writes,
 * so that the size is what it says.
 */
final class GrowthRound {
    private static final int SENDERS = 3;
    private static final Duration RECORDED_WAIT = Duration.ofMinutes(5);
    private static final int READY_ASKED_EVERY_MS = 20;

    private final GrowthPlan plan;
    private final Medians medians;
    private final long events;
    private final Path data;
    private long astray;

    private GrowthRound(GrowthPlan plan, Medians medians, long events, Path data) {
        this.plan = plan;
        this.medians = medians;
        this.events = events;
        this.data = data;
    }

    /** Measures everything; returns how many events were lost or doubled. */
    static long all(GrowthPlan plan, Medians medians, StoredLedger ledger, Path copy)
            throws Exception {
        ledger.copyTo(copy);
        Path file = copy.resolve(StoredLedger.FILE);
        GrowthRound round = new GrowthRound(plan, medians, ledger.events(), copy);
        round.add(Figure.KEYS, (double) Question.recentKeys(file));
        round.add(Figure.BARE, Question.bare(file, plan.stretch()));
        round.serve();
        StoredLedger.remove(copy);
        return round.astray;
    }

    /** Measures the start and the memory after it, where all identities are read. */
    static void start(GrowthPlan plan, Medians medians, StoredLedger ledger, Path copy)
            throws Exception {
        ledger.copyTo(copy);
        GrowthRound round = new GrowthRound(plan, medians, ledger.events(), copy);
        try (ServerProcess server = ServerProcess.start(copy, plan.jvmOptions())) {
            round.started(
                    server, Figure.ALL_KNOWN_READY, Figure.ALL_KNOWN_READ, Figure.ALL_KNOWN_IDLE);
        }
        StoredLedger.remove(copy);
    }

    private void serve() throws Exception {
        long journalBefore = Machine.bytes(data.resolve("journal"));
        JsonNode ended;
        try (ServerProcess server = ServerProcess.start(data, plan.jvmOptions())) {
            started(server, Figure.READY, Figure.KEYS_READ, Figure.IDLE);
            add(Figure.REPORT, Question.report(server, plan.stretch()));
            add(Figure.CONSOLE, Question.console(server, plan.stretch()));
            singles(server);
            batches(server);
            ended = server.json("/v1/status").path("ledger");
        }
        double file =
                (double) Files.size(data.resolve(StoredLedger.FILE))
                        / (events + ended.path("recorded").asLong());
        double journal =
                (double) (Machine.bytes(data.resolve("journal")) - journalBefore)
                        / ended.path("acknowledged").asLong();
        add(Figure.FILE, file);
        add(Figure.JOURNAL, journal);
        add(Figure.TOGETHER, file + journal);
    }

    private void started(ServerProcess server, Figure ready, Figure read, Figure idle)
            throws Exception {
        add(ready, server.secondsToReady() + untilReady(server));
        add(read, untilRead(server));
        ServerProcess.pause(plan.stretch().toMillis());
        Long megabytes = server.residentMegabytes();
        if (megabytes != null) {
            add(idle, megabytes);
        }
    }

    /** The address is known a moment before or after it answers that it is ready. */
    private static double untilReady(ServerProcess server) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            try {
                server.get("/readyz");
                return (System.nanoTime() - begin) / 1e9;
            } catch (IOException notYet) {
                if (!server.isAlive()) {
                    throw new IllegalStateException("The server died.", notYet);
                }
                ServerProcess.pause(READY_ASKED_EVERY_MS);
            }
        }
    }

    /** The server names it as its trouble while it reads identities. */
    private static double untilRead(ServerProcess server) throws Exception {
        long begin = System.nanoTime();
        while (!server.json("/v1/status").path("trouble").isNull()) {
            ServerProcess.pause(READY_ASKED_EVERY_MS);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private void singles(ServerProcess server) throws Exception {
        Duration time = plan.stretch().multipliedBy(2).dividedBy(3);
        SingleTrial trial = new SingleTrial(server);
        trial.run("warm-up", time, 0);
        server.awaitRecorded(RECORDED_WAIT);
        add(Figure.SINGLE_RATE, trial.run("1,000 a second", time, SingleTrial.CALM_RATE));
        add(Figure.SINGLE_P50, trial.latencies().ms(0.5));
        add(Figure.SINGLE_P99, trial.latencies().ms(0.99));
        server.awaitRecorded(RECORDED_WAIT);
    }

    private void batches(ServerProcess server) throws Exception {
        Duration warmUp = plan.stretch().dividedBy(3);
        astray += Math.abs(new BatchTrial(server, SENDERS, warmUp).run().astray());
        BatchTrial.Result result = new BatchTrial(server, SENDERS, plan.stretch()).run();
        astray += Math.abs(result.astray());
        add(Figure.ACKNOWLEDGED, result.acknowledged());
        add(Figure.RECORDED, result.recorded());
    }

    private void add(Figure figure, double value) {
        medians.add(figure, events, value);
        System.out.printf(
                Locale.ROOT,
                "  %s  %s: %,." + figure.decimals() + "f%n",
                Sizes.name(events),
                figure.text(),
                value);
    }
}
