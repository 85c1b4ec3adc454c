package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.KeyCatalog;
import dev.tare.core.ledger.KeyShelf;
import dev.tare.core.ledger.KeySizes;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.ledger.UsageStore;
import java.nio.LongBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities put aside: found at the next start, and never a reason to count an event twice. */
class RecorderShelfTest extends RecorderSetting {
    /** Six keys fill the first table. */
    private static final KeySizes TINY = new KeySizes(3, 5, 4);

    private static final String REFUSED = "refused";

    private final FragileStore store = new FragileStore(ledger);

    private Recorder recorder(UsageStore into, KeyShelf shelf) {
        return new Recorder(
                journal,
                into,
                clock,
                state -> {},
                RecorderSetup.ALONE.withSizes(12, 30).withShelf(shelf).withKeySizes(TINY));
    }

    private void sendNumbered(int from, int to) {
        for (int i = from; i < to; i++) {
            send(event("e" + i).build());
        }
    }

    @Test
    void after_a_clean_end_only_what_came_since_is_read_from_the_log() {
        KeyShelf shelf = new InMemoryKeyShelf();
        Recorder first = recorder(store, shelf);
        sendNumbered(0, 50);
        first.drain();
        first.putAside();
        sendNumbered(50, 53);
        first.drain();
        store.keysTold = 0;

        Recorder second = recorder(store, shelf);
        second.prepare();

        assertThat(store.keysTold).as("the last one known, and three more").isEqualTo(4);
        sendNumbered(0, 53);
        second.drain();
        assertCounts(second, 53, 53, 0);
    }

    @Test
    void full_tables_are_found_after_a_kill_too() {
        KeyShelf shelf = new InMemoryKeyShelf();
        Recorder first = recorder(store, shelf);
        sendNumbered(0, 100);
        first.drain();
        store.keysTold = 0;

        Recorder second = recorder(store, shelf);
        second.prepare();

        assertThat(store.keysTold).isBetween(1, 60);
        sendNumbered(0, 100);
        second.drain();
        assertCounts(second, 100, 100, 0);
    }

    @Test
    void what_was_put_aside_for_another_ledger_is_not_believed() {
        KeyShelf shelf = new InMemoryKeyShelf();
        Recorder first = recorder(store, shelf);
        sendNumbered(0, 50);
        first.drain();
        first.putAside();
        KeyCatalog ours = catalog(shelf);
        long beyond = ours.position().offset() + 1;
        List<KeyCatalog> others =
                List.of(
                        with(ours, ours.position().journal(), beyond, ours.rows()),
                        with(ours, new UUID(9, 9), ours.position().offset(), ours.rows()),
                        with(ours, journal.id(), ours.position().offset(), ours.rows() + 1),
                        new KeyCatalog(
                                ours.seed() + 1,
                                ours.coveredSince(),
                                ours.position(),
                                ours.rows(),
                                ours.tables()),
                        new KeyCatalog(
                                ours.seed(),
                                clock.instant(),
                                ours.position(),
                                ours.rows(),
                                ours.tables()),
                        new KeyCatalog(
                                ours.seed(),
                                ours.coveredSince(),
                                ours.position(),
                                ours.rows(),
                                List.of()));
        for (KeyCatalog other : others) {
            store.keysTold = 0;
            recorder(store, claiming(other, shelf)).prepare();
            assertThat(store.keysTold).as("%s", other).isGreaterThanOrEqualTo(50);
        }
        store.keysTold = 0;
        recorder(store, claiming(ours, shelf)).prepare();
        assertThat(store.keysTold).isEqualTo(1);
    }

    /** The tables of that shelf, with another catalog. */
    private static KeyShelf claiming(KeyCatalog other, KeyShelf shelf) {
        return new KeyShelf() {
            @Override
            public KeyCatalog catalog() {
                return other;
            }

            @Override
            public @Nullable LongBuffer open(KeyCatalog.Table table) {
                return shelf.open(table);
            }

            @Override
            public long put(long[] slots) {
                return NOT_KEPT;
            }

            @Override
            public void save(KeyCatalog catalog) {
                // It says what it says.
            }
        };
    }

    private static KeyCatalog catalog(KeyShelf shelf) {
        return Objects.requireNonNull(shelf.catalog());
    }

    private static KeyCatalog with(KeyCatalog ours, UUID journal, long offset, long rows) {
        return new KeyCatalog(
                ours.seed(),
                ours.coveredSince(),
                new JournalPosition(journal, offset),
                rows,
                ours.tables());
    }

    @Test
    void a_clock_set_back_has_the_log_read_again() {
        KeyShelf shelf = new InMemoryKeyShelf();
        Recorder first = recorder(store, shelf);
        first.prepare();
        sendNumbered(0, 50);
        first.drain();
        first.putAside();
        clock.advance(Duration.ofDays(-3));
        store.keysTold = 0;

        Recorder second = recorder(store, shelf);
        second.prepare();

        assertThat(store.keysTold).isGreaterThanOrEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_ledger_is_the_same_with_any_restarts_and_failures(long seed) {
        Random random = new Random(seed);
        boolean[] shelfFails = {false};
        KeyShelf shelf = new InMemoryKeyShelf(() -> shelfFails[0] && random.nextInt(3) == 0);
        InMemoryLedger plainLedger = new InMemoryLedger(ZoneOffset.UTC);
        FragileStore plainStore = new FragileStore(plainLedger);
        plainStore.refusedUser = REFUSED;
        store.refusedUser = REFUSED;
        Recorder plain = recorder(plainStore, KeyShelf.NONE);
        Recorder shelved = recorder(store, shelf);
        for (int round = 0; round < 150; round++) {
            shelfFails[0] = seed % 2 == 0;
            sendSome(random);
            plain.drain();
            if (random.nextInt(8) == 0) {
                fail(shelved, random);
            }
            shelved.drain();
            if (random.nextInt(4) == 0) {
                shelved.putAside();
            }
            if (random.nextInt(4) == 0) {
                shelved = recorder(store, shelf);
            }
        }
        assertThat(rows(ledger)).as("seed %d", seed).hasSizeGreaterThan(200);
        assertThat(rows(ledger)).as("seed %d", seed).isEqualTo(rows(plainLedger));
        assertThat(shelved.state()).as("seed %d", seed).isEqualTo(plain.state());
    }

    /** New events and repeats; the clock runs, and now and then jumps. */
    private void sendSome(Random random) {
        clock.advance(Duration.ofHours(random.nextInt(40)));
        if (random.nextInt(10) == 0) {
            clock.advance(Duration.ofDays(random.nextInt(60) - 20));
        }
        UsageEvent[] events = new UsageEvent[1 + random.nextInt(12)];
        for (int i = 0; i < events.length; i++) {
            events[i] =
                    event("e" + random.nextInt(600))
                            .user(random.nextInt(15) == 0 ? REFUSED : "u" + random.nextInt(2))
                            .build();
        }
        send(events);
    }

    private void fail(Recorder recorder, Random random) {
        store.failingAfterCommit = random.nextBoolean();
        store.failing = !store.failingAfterCommit;
        try {
            recorder.drain();
        } catch (StoreUnavailable expected) {
            // It asks again with the next step.
        } finally {
            store.failing = false;
            store.failingAfterCommit = false;
        }
    }

    private static List<String> rows(InMemoryLedger ledger) {
        List<String> rows = new ArrayList<>();
        ledger.eachRow(row -> rows.add(row.event().key() + " " + row.event().userId()));
        return rows;
    }
}
