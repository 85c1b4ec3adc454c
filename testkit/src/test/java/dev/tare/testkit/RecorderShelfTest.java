package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.KeyCatalog;
import dev.tare.core.ledger.KeyShelf;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.StoreUnavailable;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Identities put aside: found at the next start, and never a reason to count an event twice. */
class RecorderShelfTest extends RecorderSetting {
    private int forgotten;
    private final FragileStore store = new FragileStore(ledger);

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
        List<KeyCatalog> others = others(ours);
        for (KeyCatalog other : others) {
            store.keysTold = 0;
            recorder(store, claiming(other, shelf)).prepare();
            assertThat(store.keysTold).as("%s", other).isGreaterThanOrEqualTo(50);
        }
        assertThat(forgotten).as("so that none is believed later").isEqualTo(others.size());
        store.keysTold = 0;
        recorder(store, claiming(ours, shelf)).prepare();
        assertThat(store.keysTold).isEqualTo(1);
    }

    private List<KeyCatalog> others(KeyCatalog ours) {
        long beyond = ours.position().offset() + 1;
        return List.of(
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
                        ours.seed(), clock.instant(), ours.position(), ours.rows(), ours.tables()),
                new KeyCatalog(
                        ours.seed(), ours.coveredSince(), ours.position(), ours.rows(), List.of()));
    }

    /** The tables of that shelf, with another catalog. */
    private KeyShelf claiming(KeyCatalog other, KeyShelf shelf) {
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
            public boolean save(KeyCatalog catalog) {
                return false;
            }

            @Override
            public void forget() {
                forgotten++;
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
    void what_waited_for_days_finds_what_was_received_weeks_before_the_start() {
        KeyShelf shelf = new InMemoryKeyShelf();
        Recorder first = recorder(store, shelf);
        sendNumbered(0, 50);
        first.drain();
        first.putAside();
        clock.advance(Duration.ofDays(10));
        send(event("late").build());
        first.drain();
        clock.advance(Duration.ofDays(31));
        send(event("late").build());
        clock.advance(Duration.ofDays(4));

        Recorder second = recorder(store, shelf);
        second.drain();

        assertCounts(second, 51, 1, 0);
    }

    @Test
    void a_clock_ahead_at_the_start_hides_nothing_when_it_is_set_right() {
        KeyShelf shelf = new InMemoryKeyShelf();
        Recorder first = recorder(store, shelf);
        sendNumbered(0, 50);
        first.drain();
        first.putAside();
        clock.advance(Duration.ofDays(33));
        sendNumbered(50, 52);
        first.drain();
        clock.advance(Duration.ofDays(41));
        Recorder second = recorder(store, shelf);
        second.prepare();
        clock.advance(Duration.ofDays(-40));
        sendNumbered(50, 52);
        second.drain();

        assertCounts(second, 52, 2, 0);
    }

    @Test
    void a_page_of_a_mapped_file_that_cannot_be_read_costs_a_try_and_no_event() {
        Recorder recorder = recorder(store, new InMemoryKeyShelf());
        sendNumbered(0, 50);
        store.onAdd =
                () -> {
                    throw new InternalError("a fault occurred in an unsafe memory access");
                };
        assertThatThrownBy(recorder::drain).isInstanceOf(StoreUnavailable.class);
        store.onAdd = () -> {};
        sendNumbered(0, 50);
        recorder.drain();
        assertCounts(recorder, 50, 50, 0);
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
}
