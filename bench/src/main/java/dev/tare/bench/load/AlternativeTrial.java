package dev.tare.bench.load;

import dev.tare.bench.load.PlainPostgres.Summing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Tare beside the obvious alternative, {@link PlainPostgres}, in one run: the same rows from the
 * same number of senders, single events and batches of 1,000. PostgreSQL is tried with several
 * numbers of connections and stands with its best, and with two ways of keeping the summary.
 */
public final class AlternativeTrial {
    private static final int[] CONNECTIONS = {1, 2, 4, 8, 16, 32, 64};
    private static final int BATCH = 1_000;

    private AlternativeTrial() {}

    /** Argument: seconds of each measurement (default 15). */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 15);
        Path folder = Files.createTempDirectory("tare-alternative");
        System.out.println(Machine.line(folder));
        double singles;
        double batches;
        double rowBatches;
        try (PlainPostgres postgres =
                new PlainPostgres(folder.resolve("postgres"), Summing.EACH_STATEMENT)) {
            singles = best(postgres, 1, time);
            batches = best(postgres, BATCH, time);
        }
        try (PlainPostgres postgres =
                new PlainPostgres(folder.resolve("postgres-rows"), Summing.EACH_ROW)) {
            rowBatches = best(postgres, BATCH, time);
        }
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), List.of())) {
            server.enterPrices();
            SingleTrial single = new SingleTrial(server);
            single.run("warm-up", SingleTrial.WARM_UP, 0);
            double tareSingles = single.run("Tare, single events", time, 0);
            server.awaitRecorded(Duration.ofMinutes(5));
            double tareBatches = new BatchTrial(server, 4, time.multipliedBy(2)).run().recorded();
            System.out.printf(
                    Locale.ROOT,
                    "single events: Tare %,.0f/s, PostgreSQL %,.0f/s, ratio %.1f%n"
                            + "batches of 1,000: Tare %,.0f/s, PostgreSQL %,.0f/s, ratio %.1f%n"
                            + "the same, PostgreSQL summing each row: %,.0f/s, ratio %.1f%n",
                    tareSingles,
                    singles,
                    tareSingles / singles,
                    tareBatches,
                    batches,
                    tareBatches / batches,
                    rowBatches,
                    tareBatches / rowBatches);
        }
    }

    private static double best(PlainPostgres postgres, int batch, Duration time) throws Exception {
        double best = 0;
        postgres.eventsPerSecond(4, batch, Duration.ofSeconds(5));
        for (int connections : CONNECTIONS) {
            double rate = postgres.eventsPerSecond(connections, batch, time);
            System.out.printf(
                    Locale.ROOT,
                    "PostgreSQL, %d an insert, %d connections: %,.0f events/s%n",
                    batch,
                    connections,
                    rate);
            best = Math.max(best, rate);
        }
        return best;
    }
}
