package dev.tare.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.rollup.Verification;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.SettableClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several servers on one database, each with a journal of its own: every event once. */
final class SeveralRecordersTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    private static final long SEED = 20_261_125;
    private static final int SERVERS = 3;
    private static final int EVENTS = 600;
    private static final int BATCH = 20;
    private static final int RETRIES_MAX = 10_000;

    private static final String LOSE_ALL =
            "TRUNCATE api_usage_logs, api_cost_summaries, api_cost_summary_quantities,"
                    + " usage_quarter_hours, usage_quarter_hour_quantities, usage_user_days,"
                    + " journal_positions; UPDATE tare_ledger SET log_rows = 0,"
                    + " stamp = gen_random_uuid()";

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();
    @RegisterExtension private final PooledLedgers pooled = new PooledLedgers();
    private final PostgresAddress address = PostgresDatabases.make();

    private static UsageEvent event(int number, boolean timed) {
        Instant time = timed ? NOW.minusSeconds(number) : null;
        return LedgerFixtures.event("e" + number, time, "user-1", "acme", null, null);
    }

    private static InMemoryJournal journal(int number, boolean timed, Random random) {
        InMemoryJournal journal = new InMemoryJournal(new UUID(7, number));
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(event(i, timed));
        }
        Collections.shuffle(events, random);
        for (int from = 0; from < EVENTS; from += BATCH) {
            journal.append(
                            new JournalRecord.Usage(
                                    new UsageBatch(
                                            "app",
                                            NOW.plusSeconds(from + number),
                                            events.subList(from, from + BATCH))))
                    .join();
        }
        return journal;
    }

    private Recorder recorder(InMemoryJournal journal) {
        return recorder(journal, ledgers.open(address, UTC));
    }

    private static Recorder recorder(InMemoryJournal journal, PostgresLedger ledger) {
        return new Recorder(
                journal,
                ledger.store(),
                new SettableClock(NOW.plusSeconds(3_600)),
                state -> {},
                RecorderSetup.ALONE.withSizes(BATCH, 2 * BATCH));
    }

    /** As a server does: what can't be done now is tried again. */
    private static void drain(Recorder recorder) {
        for (int tries = 0; tries < RETRIES_MAX; tries++) {
            try {
                if (recorder.step() == 0) {
                    return;
                }
            } catch (StoreUnavailable takenByOthers) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("No end after " + RETRIES_MAX + " steps");
    }

    /** Without a time of its own nothing but its identity tells an event from others. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_same_events_sent_to_three_servers_are_recorded_once(boolean timed) {
        recordAtOnce(timed, () -> ledgers.open(address, UTC));
    }

    /** One of them always waits for a session, another one for its turn with the ledger. */
    @Test
    void three_servers_that_share_two_sessions_of_a_pooler_record_each_event_once() {
        TransactionPooler pooler = pooled.pooler(address);
        recordAtOnce(true, () -> pooled.open(pooler.address(), UTC));
        assertThat(pooler.switches()).isPositive();
    }

    private void recordAtOnce(boolean timed, Supplier<PostgresLedger> opened) {
        Random random = new Random(SEED);
        try (ExecutorService servers = Executors.newFixedThreadPool(SERVERS)) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int number = 0; number < SERVERS; number++) {
                Recorder recorder = recorder(journal(number, timed, random), opened.get());
                running.add(CompletableFuture.runAsync(() -> drain(recorder), servers));
            }
            running.forEach(CompletableFuture::join);
        }

        PostgresLedger ledger = ledgers.open(address, UTC);
        assertThat(ledger.store().rowCount()).as("seed %d", SEED).isEqualTo(EVENTS);
        assertThat(ledger.states())
                .hasSize(SERVERS)
                .allSatisfy(state -> {
                    assertThat(state.acknowledged()).isEqualTo(EVENTS);
                    assertThat(state.quarantined()).isZero();
                });
        assertThat(ledger.states().stream().mapToLong(state -> state.recorded()).sum())
                .isEqualTo(EVENTS);
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void a_price_entered_at_one_server_holds_at_the_other() {
        InMemoryJournal first = new InMemoryJournal(new UUID(7, 1));
        InMemoryJournal second = new InMemoryJournal(new UUID(7, 2));
        Recorder one = recorder(first);
        Recorder other = recorder(second);
        first.append(new JournalRecord.Prices(NOW, LedgerFixtures.prices())).join();
        drain(one);
        second.append(new JournalRecord.Usage(new UsageBatch("app", NOW, List.of(event(0, true)))))
                .join();
        drain(other);

        assertThat(other.books().prices().cards()).isEqualTo(one.books().prices().cards());
        PostgresLedger ledger = ledgers.open(address, UTC);
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
        assertThat(
                        ledger.<Long>audit(audit -> {
                            long[] priced = {0};
                            audit.eachRow(row -> priced[0] += row.apiCost() == null ? 0 : 1);
                            return priced[0];
                        }))
                .isEqualTo(1);
    }

    @Test
    void after_the_database_lost_its_last_transactions_they_are_recorded_again()
            throws SQLException {
        Recorder recorder = recorder(journal(0, true, new Random(SEED)));
        recorder.step();
        // As a standby that was promoted without them: nobody's connection was cut.
        change(LOSE_ALL);
        assertThatThrownBy(recorder::step).isInstanceOf(StoreUnavailable.class);
        drain(recorder);

        PostgresLedger ledger = ledgers.open(address, UTC);
        assertThat(ledger.store().rowCount()).isEqualTo(EVENTS);
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void two_that_take_turns_read_only_what_the_other_wrote_since() {
        List<CountedKeys> stores = new ArrayList<>();
        List<Recorder> recorders = new ArrayList<>();
        List<InMemoryJournal> journals = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            InMemoryJournal journal = new InMemoryJournal(new UUID(7, number));
            CountedKeys store = new CountedKeys(ledgers.open(address, UTC).store());
            stores.add(store);
            journals.add(journal);
            recorders.add(
                    new Recorder(
                            journal,
                            store,
                            new SettableClock(NOW.plusSeconds(3_600)),
                            state -> {},
                            RecorderSetup.ALONE));
        }
        int turns = 40;
        for (int turn = 0; turn < turns; turn++) {
            // Every event goes to both: to the one that records it, then to the other.
            for (int number : new int[] {turn % 2, 1 - turn % 2}) {
                List<UsageEvent> events = List.of(event(2 * turn, true), event(2 * turn + 1, true));
                journals.get(number)
                        .append(new JournalRecord.Usage(new UsageBatch("app", NOW, events)))
                        .join();
                drain(recorders.get(number));
            }
        }

        PostgresLedger ledger = ledgers.open(address, UTC);
        assertThat(ledger.store().rowCount()).isEqualTo(2L * turns);
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
        // All anew in every turn would be some 1,600 each.
        assertThat(stores).allSatisfy(store -> assertThat(store.keys).isLessThan(5L * turns));
    }

    @Test
    void what_others_wrote_where_lost_rows_had_been_is_known_too() throws SQLException {
        InMemoryJournal first = new InMemoryJournal(new UUID(7, 1));
        InMemoryJournal second = new InMemoryJournal(new UUID(7, 2));
        Recorder one = recorder(first);
        Recorder other = recorder(second);
        send(first, 0, 4);
        drain(one);
        change(LOSE_ALL);
        send(second, 4, 8);
        drain(other);
        send(first, 4, 5); // Sent to both; without a time nothing else tells.
        drain(one);

        PostgresLedger ledger = ledgers.open(address, UTC);
        assertThat(ledger.store().rowCount()).isEqualTo(8);
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
    }

    private static void send(InMemoryJournal to, int from, int until) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = from; i < until; i++) {
            events.add(event(i, false));
        }
        to.append(new JournalRecord.Usage(new UsageBatch("app", NOW.plusSeconds(from), events)))
                .join();
    }

    private void change(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbc(), address.properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
