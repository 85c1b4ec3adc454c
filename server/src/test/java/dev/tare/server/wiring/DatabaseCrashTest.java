package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.rollup.Verification;
import dev.tare.server.postgres.AskedDatabase;
import dev.tare.server.postgres.DatabaseGate;
import dev.tare.server.postgres.OwnPostgres;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The house on a database whose machine fails while it records. */
final class DatabaseCrashTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final long SEED = 20_261_126;
    private static final int CRASHES = 3;
    private static final int BATCH = 100;

    @TempDir Path folder;
    private final Random random = new Random(SEED);
    private final TreeSet<String> accepted = new TreeSet<>();

    /** So many batches, one after the other, while the recorder is at work behind them. */
    private void accept(House house, int batches) {
        for (int batch = 0; batch < batches; batch++) {
            List<UsageEvent> events = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                String id = "e" + accepted.size();
                accepted.add(id);
                events.add(
                        SampleEvents.event(id)
                                .time(i % 2 == 0 ? NOW.minusSeconds(accepted.size()) : null)
                                .build());
            }
            house.accept("app", events);
        }
    }

    /**
     * What the recorder was told is committed is there before it records again, though the server's
     * own settings would let a commit wait: the journal is shortened by it.
     */
    @Test
    void what_was_accepted_is_there_once_however_often_the_database_crashes() throws Exception {
        try (OwnPostgres postgres = new OwnPostgres(folder);
                DatabaseGate gate = new DatabaseGate(postgres.address());
                House house =
                        House.openToServe(
                                new HouseSettings(
                                        folder.resolve("data"), ZoneOffset.UTC, gate.address()),
                                new SettableClock(NOW),
                                ShippedPrices::read,
                                state -> {})) {
            AskedDatabase database = new AskedDatabase(postgres.address());
            accept(house, 1);
            assertThat(house.awaitRecorded(LONG)).as(house.trouble()).isTrue();
            for (int crash = 0; crash < CRASHES; crash++) {
                accept(house, 5 + random.nextInt(40));
                long committed = house.state().recorded();
                postgres.kill();
                gate.shut();
                accept(house, 1 + random.nextInt(9));

                postgres.start();
                assertThat(database.asked("SELECT COUNT(*) FROM api_usage_logs"))
                        .as("seed %d, crash %d: committed before", SEED, crash)
                        .allSatisfy(rows ->
                                assertThat(Long.parseLong(rows)).isGreaterThanOrEqualTo(committed));
                gate.open();
            }

            assertThat(house.awaitRecorded(LONG)).as("recorded; %s", house.trouble()).isTrue();
            assertThat(database.asked("SELECT id FROM api_usage_logs"))
                    .as("seed %d", SEED)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(accepted);
            assertThat(house.verify()).allMatch(Verification.Check::passed);
        }
    }
}
