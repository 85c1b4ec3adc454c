package dev.tare.bench.load;

import dev.tare.bench.load.PlainPostgres.Summing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tare beside the obvious alternative, {@link PlainPostgres}, in one run: the same rows from the
 * same pattern of senders, single events and batches of 1,000. PostgreSQL is tried with several
 * numbers of connections and stands with its best, and with two ways of keeping the summary. Once
 * that best is known and Java has compiled what it compiles, all are measured in turns, so that an
 * hour in which the machine is slow is slow for each; medians of the turns are compared.
 */
public final class AlternativeTrial {
    private static final int[] CONNECTIONS = {1, 2, 4, 8, 16, 32, 64};

    /** More of them stand in each other's way: each holds rows of the summary until it commits. */
    private static final int BATCH_CONNECTIONS_MAX = 16;

    private static final int BATCH = 1_000;
    private static final int SENDERS = 3;
    private static final int TURNS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final Duration time;
    private final List<PlainPostgres> postgres;
    private final ServerProcess server;

    private AlternativeTrial(Duration time, List<PlainPostgres> postgres, ServerProcess server) {
        this.time = time;
        this.postgres = postgres;
        this.server = server;
    }

    /** A database, with the number of connections that does best there, and what it reached. */
    private record Rival(PlainPostgres database, int connections, List<Double> rates) {}

    /** Measures once; events a second. */
    private interface Measurement {
        double eventsPerSecond() throws Exception;
    }

    /** Argument: seconds of each measurement (default 15). */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 15);
        Path folder = Machine.folder("tare-alternative");
        System.out.println(Machine.line(folder));
        try (PlainPostgres rows = new PlainPostgres(folder.resolve("rows"), Summing.EACH_ROW);
                PlainPostgres statements =
                        new PlainPostgres(folder.resolve("statements"), Summing.EACH_STATEMENT);
                ServerProcess server = ServerProcess.start(folder.resolve("data"), List.of())) {
            server.enterPrices();
            AlternativeTrial trial = new AlternativeTrial(time, List.of(rows, statements), server);
            SingleTrial single = new SingleTrial(server);
            single.run("warm-up", SingleTrial.WARM_UP, 0);
            trial.compare("single events", 1, () -> trial.singles(single));
            new BatchTrial(server, SENDERS, WARM_UP).run();
            trial.compare("batches of 1,000", BATCH, trial::batches);
        }
    }

    private void compare(String what, int batch, Measurement tare) throws Exception {
        List<Rival> rivals = new ArrayList<>();
        for (PlainPostgres database : postgres) {
            rivals.add(new Rival(database, bestConnections(database, batch), new ArrayList<>()));
        }
        List<Double> ours = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (Rival rival : rivals) {
                rival.rates.add(rival.database.eventsPerSecond(rival.connections, batch, time));
            }
            ours.add(tare.eventsPerSecond());
        }
        for (Rival rival : rivals) {
            System.out.printf(
                    Locale.ROOT,
                    "%n%s, summing %s, %d connections:%n"
                            + "  Tare %,.0f/s %s, PostgreSQL %,.0f/s %s, ratio %.2f%n",
                    what,
                    rival.database.summing().text(),
                    rival.connections,
                    median(ours),
                    rounded(ours),
                    median(rival.rates),
                    rounded(rival.rates),
                    median(ours) / median(rival.rates));
        }
    }

    private static double median(List<Double> turns) {
        return turns.stream().sorted().toList().get(turns.size() / 2);
    }

    private static List<Long> rounded(List<Double> turns) {
        return turns.stream().map(Math::round).toList();
    }

    /** Until the last one is recorded, as PostgreSQL's are when it answers. */
    private double singles(SingleTrial single) throws Exception {
        double accepted = single.run("Tare, single events", time, 0);
        double more = server.awaitRecorded(Duration.ofMinutes(5));
        double seconds = time.toMillis() / 1e3;
        return accepted * seconds / (seconds + more);
    }

    private double batches() throws Exception {
        BatchTrial.Result result = new BatchTrial(server, SENDERS, time).run();
        if (result.astray() != 0) {
            throw new IllegalStateException("Events were lost or doubled.");
        }
        return result.recorded();
    }

    private int bestConnections(PlainPostgres database, int batch) throws Exception {
        System.out.println("PostgreSQL, summing " + database.summing().text());
        double _ = database.eventsPerSecond(4, batch, WARM_UP);
        int best = 1;
        double most = 0;
        for (int connections : CONNECTIONS) {
            if (batch > 1 && connections > BATCH_CONNECTIONS_MAX) {
                break;
            }
            double rate = database.eventsPerSecond(connections, batch, time);
            System.out.printf(
                    Locale.ROOT,
                    "  %d an insert, %d connections: %,.0f events/s%n",
                    batch,
                    connections,
                    rate);
            if (rate > most) {
                most = rate;
                best = connections;
            }
        }
        return best;
    }
}
