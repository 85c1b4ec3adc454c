package dev.tare.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.KeyShelf;
import dev.tare.core.ledger.KeySizes;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.InMemoryKeyShelf;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.SettableClock;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A server that comes to a ledger which others write, and what it may go on to believe of the log.
 * No event has a time of its own: nothing but its identity tells it from others.
 */
final class LateServerTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    private static final int MANY = 2_000;

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();
    private final PostgresAddress address = PostgresDatabases.make();
    private final AskedDatabase database = new AskedDatabase(address);
    private int sent;
    private final Server first = new Server(1);
    private final Server second = new Server(2);
    private final Server third = new Server(3);

    /** A journal, and what records from it. */
    private final class Server {
        final InMemoryJournal journal;
        CountedKeys store;
        KeyShelf shelf = KeyShelf.NONE;
        Recorder recorder;

        Server(int number) {
            journal = new InMemoryJournal(new UUID(7, number));
            start();
        }

        /** Anew, as after the end of its process. */
        final void start() {
            store = new CountedKeys(ledgers.open(address, UTC).store());
            recorder =
                    new Recorder(
                            journal,
                            store,
                            new SettableClock(NOW.plusSeconds(3_600)),
                            state -> {},
                            RecorderSetup.ALONE
                                    .withShelf(shelf)
                                    .withKeySizes(new KeySizes(3, 5, 1)));
        }

        void send(int from, int until) {
            List<UsageEvent> events = new ArrayList<>();
            for (int i = from; i < until; i++) {
                events.add(LedgerFixtures.event("e" + i, null, "user-1", "acme", null, null));
            }
            journal.append(
                            new JournalRecord.Usage(
                                    new UsageBatch("app", NOW.plusSeconds(++sent), events)))
                    .join();
        }

        void record(int from, int until) {
            send(from, until);
            drain();
        }

        void drain() {
            for (int tries = 0; tries < 100; tries++) {
                try {
                    if (recorder.step() == 0) {
                        return;
                    }
                } catch (StoreUnavailable again) {
                    Thread.onSpinWait();
                }
            }
            throw new IllegalStateException("No end after 100 steps");
        }
    }

    /** As a backup put back that ends there; no connection is cut. */
    private void setBackTo(int rows, Server... lost) throws SQLException {
        for (Server server : lost) {
            database.run(
                    "DELETE FROM journal_positions WHERE journal = '" + server.journal.id() + "'");
        }
        database.run("DELETE FROM api_usage_logs WHERE row_number >= " + rows);
        database.run("UPDATE tare_ledger SET stamp = gen_random_uuid(), log_rows = " + rows);
    }

    private void everyEventIsThereOnce(int events) throws SQLException {
        assertThat(database.asked("SELECT id FROM api_usage_logs"))
                .doesNotHaveDuplicates()
                .hasSize(events);
    }

    @Test
    void it_begins_though_others_record_whenever_it_has_read_the_log() throws SQLException {
        first.record(0, MANY);
        second.start();
        int[] next = {MANY};
        second.store.onRead =
                () -> {
                    if (next[0] < MANY + 10) {
                        first.record(next[0], ++next[0]);
                    }
                };

        second.record(0, MANY + 10);

        everyEventIsThereOnce(MANY + 10);
        assertThat(second.store.keys).as("identities read").isLessThan(MANY + 100);
    }

    @Test
    void it_reads_all_anew_where_the_ledger_was_set_back_before_it_wrote_anything()
            throws SQLException {
        first.record(0, 4);
        second.start();
        second.recorder.prepare();
        setBackTo(0, first, second);
        third.record(4, 8); // As many others where those had been.

        second.record(4, 5);

        everyEventIsThereOnce(4);
    }

    @Test
    void a_failure_in_the_midst_of_asking_anew_does_not_hide_that_it_was_set_back()
            throws SQLException {
        first.record(0, 4);
        second.start();
        second.recorder.prepare();
        setBackTo(0, first, second);
        third.record(4, 8);
        second.send(4, 5);
        assertThatThrownBy(second.recorder::step).isInstanceOf(StoreUnavailable.class);
        second.store.onBooks =
                () -> {
                    throw new StoreUnavailable("away", new IllegalStateException());
                };
        assertThatThrownBy(second.recorder::step).hasMessage("away");
        second.store.onBooks = () -> {};
        second.drain();

        everyEventIsThereOnce(4);
    }

    @Test
    void the_same_where_its_own_rows_are_lost() throws SQLException {
        second.record(0, 4);
        setBackTo(0, second);
        third.record(4, 8);
        second.send(4, 5);
        assertThatThrownBy(second.recorder::step).isInstanceOf(StoreUnavailable.class);
        second.store.onBooks =
                () -> {
                    throw new StoreUnavailable("away", new IllegalStateException());
                };
        assertThatThrownBy(second.recorder::step).hasMessage("away");
        second.store.onBooks = () -> {};
        second.drain();

        everyEventIsThereOnce(8);
    }

    @Test
    void a_month_that_is_gone_with_what_was_lost_is_made_again() throws SQLException {
        first.record(0, 4);
        setBackTo(0, first);
        database.run("DROP TABLE api_usage_logs_2026_11");

        first.record(4, 5);

        everyEventIsThereOnce(5);
    }

    @Test
    void what_it_put_aside_holds_for_no_row_that_others_wrote_behind_its_own() throws SQLException {
        second.shelf = new InMemoryKeyShelf();
        second.start();
        second.record(0, 20);
        first.record(20, 30);
        second.start();
        second.recorder.prepare();
        second.recorder.putAside();
        setBackTo(20, first);
        third.record(30, 39);
        third.record(29, 30); // The same length again, and the same last row.

        second.start();
        second.record(30, 31);

        everyEventIsThereOnce(30);
        assertThat(second.store.keys).as("its own last row, and those behind it").isLessThan(15);
    }
}
