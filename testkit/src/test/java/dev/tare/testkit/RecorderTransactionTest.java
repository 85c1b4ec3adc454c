package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recorder writes as one, and what becomes of it where the store doesn't take it. */
class RecorderTransactionTest extends RecorderSetting {
    @ParameterizedTest
    @CsvSource({"10000, 10000", "3, 10000", "7, 20", "1, 1"})
    void one_event_the_store_refuses_is_set_aside_and_all_others_are_recorded(
            int pieceEvents, int eventsMax) {
        FragileStore fragile = new FragileStore(ledger);
        fragile.refusedUser = "poison";
        Recorder recorder = recorder(fragile, pieceEvents, eventsMax);
        for (int i = 0; i < 20; i++) {
            send(
                    event("a" + i).build(),
                    event("b" + i).user(i == 13 ? "poison" : "u").build(),
                    event("c" + i).build());
        }
        recorder.drain();
        assertCounts(recorder, 59, 0, 1);
    }

    @Test
    void a_repeat_in_a_later_piece_of_the_same_transaction_is_recognised() {
        Recorder recorder = recorder(ledger, 2, 100);
        send(event("a").time(NOW).build(), event("b").build());
        send(event("c").build(), event("d").build());
        send(event("a").time(NOW).build(), event("b").build());
        assertThat(recorder.step()).as("one transaction").isEqualTo(3);
        assertCounts(recorder, 4, 2, 0);
    }

    @Test
    void a_transaction_ends_where_it_has_events_enough() {
        Recorder recorder = recorder(ledger, 2, 4);
        for (int i = 0; i < 6; i++) {
            send(event("a" + i).build(), event("b" + i).build());
        }
        send(event("a0").build(), event("b0").build());
        assertThat(recorder.step()).isEqualTo(2);
        assertThat(recorder.drain()).isEqualTo(5);
        assertCounts(recorder, 12, 2, 0);
    }

    @Test
    void what_comes_while_a_transaction_is_made_waits_for_the_next() {
        List<JournalEntry> late = new ArrayList<>();
        FragileStore fragile = new FragileStore(ledger);
        fragile.onAdd =
                () -> {
                    if (late.isEmpty()) {
                        send(event("late").build());
                        late.addAll(journal.read(JournalPosition.start(journal.id()), 100));
                    }
                };
        Recorder recorder = recorder(fragile, 1, 100);
        send(event("a").build());
        send(event("b").build());
        assertThat(recorder.step()).isEqualTo(2);
        assertCounts(recorder, 2, 0, 0);
        recorder.drain();
        assertCounts(recorder, 3, 0, 0);
    }

    @Test
    void what_was_undone_is_no_repeat_when_it_is_tried_again() {
        FragileStore fragile = new FragileStore(ledger);
        Recorder recorder = recorder(fragile, 1, 100);
        send(event("a").time(NOW).build());
        send(event("b").time(NOW).build());
        fragile.failingAtCommit = true;
        assertThatThrownBy(recorder::drain).isInstanceOf(StoreUnavailable.class);
        assertThat(ledger.counts().rows()).isZero();
        fragile.failingAtCommit = false;
        recorder.drain();
        assertCounts(recorder, 2, 0, 0);
    }

    @Test
    void a_clock_set_back_within_a_transaction_forgets_none_of_its_events() {
        Recorder recorder = recorder(ledger, 1, 100);
        Instant ahead = NOW.plus(Duration.ofDays(365));
        sendAt(ahead.minus(Duration.ofDays(50)), event("x").build());
        sendAt(ahead, event("y").build());
        recorder.drain();
        sendAt(NOW, event("a").time(NOW).build());
        sendAt(NOW.minus(Duration.ofDays(3)), event("b").time(NOW).build());
        sendAt(NOW.minus(Duration.ofDays(40)), event("c").time(NOW).build());
        recorder.step();
        sendAt(NOW, event("a").time(NOW).build(), event("b").time(NOW).build());
        recorder.drain();
        assertCounts(recorder, 5, 2, 0);
    }
}
