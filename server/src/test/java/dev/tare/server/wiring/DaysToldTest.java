package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.rollup.Verification;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever opens a house in another zone is told how far its database's days are. */
final class DaysToldTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void a_command_and_a_server_are_told() throws InterruptedException {
        PostgresAddress address = PostgresDatabases.make();
        HouseSettings utc = new HouseSettings(folder.resolve("data"), ZoneOffset.UTC, address);
        List<String> told = new CopyOnWriteArrayList<>();
        try (House house = open(utc)) {
            house.accept("app", List.of(SampleEvents.event("a").time(NOW).build()));
            assertThat(house.awaitRecorded(LONG)).isTrue();
        }

        try (House house = open(in("Asia/Kathmandu", utc, told))) {
            assertThat(told).containsExactly("0 of 1", "1 of 1");
            assertThat(house.verify()).allMatch(Verification.Check::passed);
        }
        told.clear();
        try (House house = serve(in("Asia/Tokyo", utc, told))) {
            house.accept("app", List.of(SampleEvents.event("b").time(NOW).build()));
            assertThat(house.awaitRecorded(LONG)).isTrue();
            assertThat(told).containsExactly("0 of 1", "1 of 1");
        }
    }

    private static HouseSettings in(String zone, HouseSettings settings, List<String> told) {
        return new HouseSettings(settings.data(), ZoneId.of(zone), settings.database())
                .telling((done, events) -> told.add(done + " of " + events));
    }

    private static House open(HouseSettings settings) {
        return House.open(settings, new SettableClock(NOW), ShippedPrices::read, _ -> {});
    }

    private static House serve(HouseSettings settings) {
        return House.openToServe(settings, new SettableClock(NOW), ShippedPrices::read, _ -> {});
    }
}
