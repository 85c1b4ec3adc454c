package dev.tare.bench;

import dev.tare.core.event.UsageEvent;
import dev.tare.server.demo.DemoScenario;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many events a second go from the journal's door to the ledger, in batches of 1,000: journal
 * with fsync, pricing, recognition, rows, all rollups. HTTP and JSON are not in it.
 *
 * <p>The events are the demo's, in order of time, made before the clock starts. The time of one
 * fsync on the same disk is printed beside, because everything hangs on it.
 */
public final class JourneyTrial {
    private static final int BATCH = 1_000;
    private static final int FSYNCS = 200;

    private JourneyTrial() {}

    /** Arguments: how often the whole scenario is sent, each time into a new folder (default 3). */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        DemoScenario scenario = new DemoScenario(1, LocalDate.of(2026, 11, 22));
        List<UsageEvent> events = scenario.events().toList();
        System.out.printf(
                Locale.ROOT,
                "%d cores, Java %s, %d events%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                events.size());
        for (int round = 1; round <= rounds; round++) {
            Path folder = Files.createTempDirectory("tare-journey");
            double fsyncMs = fsyncMs(folder);
            double seconds = send(scenario, events, folder);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %,.0f events/s (%.1f s), one fsync %.2f ms, ledger %,d kB%n",
                    round,
                    events.size() / seconds,
                    seconds,
                    fsyncMs,
                    Files.size(folder.resolve("data/tare.duckdb")) / 1_024);
        }
    }

    private static double send(DemoScenario scenario, List<UsageEvent> events, Path folder)
            throws InterruptedException {
        HouseSettings settings = new HouseSettings(folder.resolve("data"), ZoneOffset.UTC);
        try (House house = House.open(settings, Clock.systemUTC(), scenario::prices, state -> {})) {
            long start = System.nanoTime();
            for (int i = 0; i < events.size(); i += BATCH) {
                house.accept(
                        DemoScenario.SOURCE, events.subList(i, Math.min(i + BATCH, events.size())));
            }
            if (!house.awaitRecorded(Duration.ofMinutes(10))) {
                throw new IllegalStateException("The ledger lags behind: " + house.trouble());
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static double fsyncMs(Path folder) throws IOException {
        List<Long> times = new ArrayList<>();
        try (FileChannel file =
                FileChannel.open(
                        folder.resolve("fsync"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            for (int i = 0; i < FSYNCS; i++) {
                file.write(ByteBuffer.wrap(new byte[4_096]));
                long start = System.nanoTime();
                file.force(false);
                times.add(System.nanoTime() - start);
            }
        }
        times.sort(null);
        return times.get(FSYNCS / 2) / 1e6;
    }
}
