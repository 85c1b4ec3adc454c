package dev.tare.bench.load;

import dev.tare.bench.load.PlainPostgres.Summing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tare beside the obvious alternative, {@link PlainPostgres}, in one run: the same rows from the
 * same pattern of senders, single events and batches of 1,000. PostgreSQL is tried with several
 * numbers of connections and stands with its best, and with two ways of keeping the summary.
 */
public final class AlternativeTrial {
    private static final int[] CONNECTIONS = {1, 2, 4, 8, 16, 32, 64};

    /** More of them stand in each other's way: each holds rows of the summary until it commits. */
    private static final int BATCH_CONNECTIONS_MAX = 16;

    private static final int BATCH = 1_000;
    private static final int SENDERS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private AlternativeTrial() {}

    /** Events a second. */
    private record Rates(double singles, double batches) {}

    /** Argument: seconds of each measurement (default 15). */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 15);
        Path folder = Machine.folder("tare-alternative");
        System.out.println(Machine.line(folder));
        Map<Summing, Rates> postgres = new EnumMap<>(Summing.class);
        for (Summing summing : Summing.values()) {
            System.out.println("PostgreSQL, summing " + summing.text());
            try (PlainPostgres one =
                    new PlainPostgres(folder.resolve("postgres-" + summing), summing)) {
                postgres.put(summing, new Rates(best(one, 1, time), best(one, BATCH, time)));
            }
        }
        Rates tare = tare(folder.resolve("data"), time);
        postgres.forEach((summing, rates) -> {
            System.out.printf("%nBeside PostgreSQL, summing %s%n", summing.text());
            row("single events", tare.singles(), rates.singles());
            row("batches of 1,000", tare.batches(), rates.batches());
        });
    }

    private static void row(String what, double tare, double postgres) {
        System.out.printf(
                Locale.ROOT,
                "  %-18s Tare %,9.0f/s, PostgreSQL %,9.0f/s, ratio %.1f%n",
                what,
                tare,
                postgres,
                tare / postgres);
    }

    private static Rates tare(Path data, Duration time) throws Exception {
        try (ServerProcess server = ServerProcess.start(data, List.of())) {
            server.enterPrices();
            SingleTrial single = new SingleTrial(server);
            single.run("warm-up", SingleTrial.WARM_UP, 0);
            double accepted = single.run("Tare, single events", time, 0);
            // Until the last one is recorded, as PostgreSQL's are when it answers.
            double more = server.awaitRecorded(Duration.ofMinutes(5));
            double seconds = time.toMillis() / 1e3;
            double singles = accepted * seconds / (seconds + more);
            BatchTrial.Result warmUp = new BatchTrial(server, SENDERS, time).run();
            BatchTrial.Result result = new BatchTrial(server, SENDERS, time.multipliedBy(2)).run();
            if (warmUp.astray() != 0 || result.astray() != 0) {
                throw new IllegalStateException("Events were lost or doubled.");
            }
            return new Rates(singles, result.recorded());
        }
    }

    private static double best(PlainPostgres postgres, int batch, Duration time) throws Exception {
        double best = 0;
        double _ = postgres.eventsPerSecond(4, batch, WARM_UP);
        for (int connections : CONNECTIONS) {
            if (batch > 1 && connections > BATCH_CONNECTIONS_MAX) {
                break;
            }
            double rate = postgres.eventsPerSecond(connections, batch, time);
            System.out.printf(
                    Locale.ROOT,
                    "  %d an insert, %d connections: %,.0f events/s%n",
                    batch,
                    connections,
                    rate);
            best = Math.max(best, rate);
        }
        return best;
    }
}
