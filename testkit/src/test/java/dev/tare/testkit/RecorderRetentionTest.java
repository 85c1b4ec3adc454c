package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.KeyShelf;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.StoreUnavailable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows let go while the recorder is at work: repeats stay repeats, and replay gives the same. */
class RecorderRetentionTest extends RecorderSetting {
    private static final Instant MONTH = Instant.parse("2026-08-01T00:00:00Z");

    private final FragileStore store = new FragileStore(ledger);

    private void sendNumbered(int from, int to) {
        for (int i = from; i < to; i++) {
            // Every third is a call of long ago, told late.
            Instant time = i % 3 == 0 ? MONTH.minusSeconds(i + 1) : MONTH.plusSeconds(i);
            send(event("e" + i).time(time).build());
        }
    }

    private void letGo() {
        journal.append(new JournalRecord.Retention(NOW, MONTH)).join();
    }

    @Test
    void repeats_of_what_is_kept_are_recognised_behind_it_and_after_a_restart() {
        KeyShelf shelf = new InMemoryKeyShelf();
        Recorder first = recorder(store, shelf);
        sendNumbered(0, 60);
        letGo();
        sendNumbered(0, 60);
        first.drain();
        first.putAside();
        assertThat(first.state().duplicates()).isEqualTo(40);
        assertThat(first.state().quarantined()).isEqualTo(20);

        Recorder second = recorder(store, shelf);
        sendNumbered(0, 60);
        second.drain();

        assertThat(second.state().recorded()).isEqualTo(60);
        assertThat(second.state().duplicates()).isEqualTo(80);
        assertThat(ledger.counts().rows()).isEqualTo(40);
    }

    @Test
    void a_kill_behind_the_commit_that_leaves_what_was_put_aside_counts_nothing_twice() {
        KeyShelf shelf = new InMemoryKeyShelf();
        Recorder first = recorder(store, shelf);
        sendNumbered(0, 60);
        first.drain();
        first.putAside();
        letGo();
        recorder(store, KeyShelf.NONE).drain(); // As if it never came to forget the shelf.

        Recorder second = recorder(store, shelf);
        sendNumbered(0, 60);
        second.drain();

        assertThat(second.state().recorded()).isEqualTo(60);
        assertThat(second.state().duplicates()).isEqualTo(40);
    }

    @Test
    void killed_before_the_store_let_go_replay_comes_to_the_same() {
        sendNumbered(0, 9);
        recorder(store, KeyShelf.NONE).drain();
        letGo();
        sendNumbered(3, 12);
        store.failingAtCommit = true;
        assertThatThrownBy(() -> recorder(store, KeyShelf.NONE).drain())
                .isInstanceOf(StoreUnavailable.class);
        assertThat(ledger.rowsKept()).isEqualTo(RowsKept.ALL);

        store.failingAtCommit = false;
        Recorder again = recorder(store, KeyShelf.NONE);
        again.drain();

        InMemoryLedger other = new InMemoryLedger(ZoneOffset.UTC);
        Recorder atOnce = new Recorder(journal, other, clock, state -> {});
        atOnce.drain();
        LedgerState state = again.state();
        assertThat(state).isEqualTo(atOnce.state());
        assertThat(ledger.rowsKept()).isEqualTo(other.rowsKept()).isEqualTo(new RowsKept(MONTH, 3));
        assertThat(List.of(state.recorded(), state.duplicates(), state.quarantined()))
                .containsExactly(11L, 4L, 3L);
    }
}
