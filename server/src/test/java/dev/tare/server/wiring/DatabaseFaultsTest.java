package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.rollup.Verification;
import dev.tare.server.postgres.AskedDatabase;
import dev.tare.server.postgres.DatabaseGate;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import dev.tare.server.postgres.PostgresInit;
import dev.tare.server.postgres.PrintedSql;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The house on a database that goes away: what was accepted arrives, and once. */
final class DatabaseFaultsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int CUTS = 12;

    @TempDir Path folder;
    private final SettableClock clock = new SettableClock(NOW);
    private final PostgresAddress address = PostgresDatabases.make();
    private final AskedDatabase database = new AskedDatabase(address);
    private final DatabaseGate gate = new DatabaseGate(address);
    private final List<House> houses = new ArrayList<>();
    private final TreeSet<String> accepted = new TreeSet<>();

    @AfterEach
    void close() throws IOException {
        gate.open();
        houses.forEach(House::close);
        gate.close();
    }

    private House serve(PostgresAddress at) {
        House house =
                House.openToServe(
                        new HouseSettings(folder.resolve("data"), ZoneOffset.UTC, at),
                        clock,
                        ShippedPrices::read,
                        state -> {});
        houses.add(house);
        return house;
    }

    /** With times or without, since both are recognised in ways of their own. */
    private void accept(House house, String prefix, int count) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = prefix + i;
            accepted.add(id);
            events.add(
                    SampleEvents.event(id).time(i % 2 == 0 ? NOW.minusSeconds(i) : null).build());
        }
        house.accept("app", events);
    }

    private void everyAcceptedEventIsThereOnce(House house)
            throws InterruptedException, SQLException {
        assertThat(house.awaitRecorded(LONG)).as("recorded; %s", house.trouble()).isTrue();
        assertThat(database.asked("SELECT id FROM api_usage_logs"))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(house.verify()).allMatch(Verification.Check::passed);
    }

    private void trouble(House house, String saying) {
        await().atMost(LONG)
                .until(() -> house.trouble() != null && house.trouble().contains(saying));
    }

    @Test
    void a_server_starts_and_takes_events_while_its_database_is_away() throws Exception {
        gate.shut();

        House house = serve(gate.address());
        accept(house, "a", 50);
        trouble(house, "can't be");
        assertThatThrownBy(() -> house.reports().span()).isInstanceOf(StoreUnavailable.class);

        gate.open();
        everyAcceptedEventIsThereOnce(house);
        assertThat(house.trouble()).isNull();
    }

    @Test
    void a_command_that_needs_the_database_says_so_at_once() {
        gate.shut();

        assertThatThrownBy(() ->
                        House.open(
                                new HouseSettings(
                                        folder.resolve("data"), ZoneOffset.UTC, gate.address()),
                                clock,
                                ShippedPrices::read,
                                state -> {}))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("The database " + gate.place() + "/")
                .hasMessageContaining("can't be opened");
    }

    @Test
    void connections_cut_anywhere_in_a_transaction_lose_and_double_nothing() throws Exception {
        long seed = 20_261_125;
        Random random = new Random(seed);
        House house = serve(gate.address());
        for (int cut = 0; cut < CUTS; cut++) {
            gate.cutAfter(random.nextInt(60_000));
            accept(house, "cut" + cut + "-", 200);
            if (cut % 3 == 2) {
                assertThat(house.awaitRecorded(LONG)).as("seed %d", seed).isTrue();
            }
        }
        gate.open();
        everyAcceptedEventIsThereOnce(house);
    }

    @Test
    void backends_that_are_ended_as_by_a_restart_lose_and_double_nothing() throws Exception {
        House house = serve(gate.address());
        for (int round = 0; round < CUTS; round++) {
            accept(house, "round" + round + "-", 200);
            endSessions();
        }
        everyAcceptedEventIsThereOnce(house);
    }

    private void endSessions() throws SQLException {
        database.asked(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + address.database()
                        + "' AND pid <> pg_backend_pid()");
    }

    @Test
    void a_database_that_can_only_be_read_is_waited_for() throws Exception {
        House house = serve(gate.address());
        accept(house, "before", 10);
        assertThat(house.awaitRecorded(LONG)).isTrue();

        readOnly("on");
        accept(house, "meanwhile", 40);
        trouble(house, "read-only");
        assertThat(house.reports().span()).isNotNull();

        readOnly("off");
        everyAcceptedEventIsThereOnce(house);
    }

    private void readOnly(String is) throws SQLException {
        database.runOutside(
                "ALTER DATABASE "
                        + address.database()
                        + " SET default_transaction_read_only = "
                        + is);
        endSessions();
    }

    @Test
    void a_database_without_a_connection_to_spare_is_waited_for() throws Exception {
        PostgresInit.run(address, ZoneOffset.UTC);
        String role = "crowded_" + address.database();
        database.run(PrintedSql.role("public", role));
        House house = serve(database.as(role));
        accept(house, "before", 10);
        assertThat(house.awaitRecorded(LONG)).isTrue();

        database.run("ALTER ROLE " + role + " CONNECTION LIMIT 0");
        endSessions();
        accept(house, "meanwhile", 40);
        trouble(house, "too many connections");

        database.run("ALTER ROLE " + role + " CONNECTION LIMIT -1");
        everyAcceptedEventIsThereOnce(house);
    }

    @Test
    void a_database_put_back_to_an_earlier_state_is_caught_up_without_a_new_event()
            throws Exception {
        House house = serve(address);
        accept(house, "a", 40);
        everyAcceptedEventIsThereOnce(house);
        // Nobody's connection is cut, so that nothing but asking shows it.
        database.run(
                "TRUNCATE api_usage_logs, api_cost_summaries, api_cost_summary_quantities,"
                        + " usage_quarter_hours, usage_quarter_hour_quantities, usage_user_days,"
                        + " journal_positions, api_cost_config, api_plan_config,"
                        + " api_credit_config, api_cost_terms, api_cost_periods;"
                        + " UPDATE tare_ledger SET log_rows = 0, stamp = gen_random_uuid()");

        clock.advance(RecorderLoop.LOOK_EVERY);

        await().atMost(LONG)
                .until(() ->
                        database.asked("SELECT log_rows FROM tare_ledger").equals(List.of("40")));
        everyAcceptedEventIsThereOnce(house);
        assertThat(house.trouble()).isNull();
    }

    @Test
    void when_it_moves_to_another_host_the_server_goes_with_it() throws Exception {
        try (DatabaseGate other = new DatabaseGate(address)) {
            other.shut();
            PostgresAddress both =
                    new PostgresAddress(
                            gate.place() + "," + other.place(),
                            address.database(),
                            address.user(),
                            address.password(),
                            address.settings());
            House house = serve(both);
            accept(house, "here", 60);
            assertThat(house.awaitRecorded(LONG)).isTrue();

            gate.shut();
            other.open();
            accept(house, "there", 60);

            everyAcceptedEventIsThereOnce(house);
        }
    }

    @Test
    void a_second_server_leaves_the_prices_of_the_first_as_they_are() throws Exception {
        House first = serve(address);
        accept(first, "a", 5);
        everyAcceptedEventIsThereOnce(first);
        int cards = first.books().prices().cards().size();

        House second =
                House.open(
                        new HouseSettings(folder.resolve("second"), ZoneOffset.UTC, address),
                        clock,
                        () -> {
                            throw new IllegalStateException("No price is asked for.");
                        },
                        state -> {});
        houses.add(second);

        assertThat(cards).isPositive();
        assertThat(second.books().prices().cards()).hasSize(cards);
    }

    @Test
    void a_folder_stays_with_the_ledger_it_began_with() throws Exception {
        House house = serve(address);
        accept(house, "a", 5);
        everyAcceptedEventIsThereOnce(house);
        house.close();
        houses.clear();

        PostgresAddress another = PostgresDatabases.make();
        HouseSettings moved = new HouseSettings(folder.resolve("data"), ZoneOffset.UTC, another);
        assertThatThrownBy(() -> open(moved))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("another ledger than this data folder's");
        assertThatThrownBy(() -> open(new HouseSettings(folder.resolve("data"), ZoneOffset.UTC)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("--db")
                .hasMessageContaining(address.database());

        // The same database by another way is the same ledger.
        House again =
                open(new HouseSettings(folder.resolve("data"), ZoneOffset.UTC, gate.address()));
        houses.add(again);
        everyAcceptedEventIsThereOnce(again);
    }

    private House open(HouseSettings settings) {
        return House.open(settings, clock, ShippedPrices::read, state -> {});
    }
}
