package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.QuarantineDesk.Judged;
import dev.tare.core.ledger.QuarantineDesk.Wish;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.rollup.Verification;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of an event set aside when somebody decides about it. */
class DecisionsTest {
    private static final Instant NOW = SampleEvents.RECEIVED;
    private static final String FIRST = "00000000-1";
    private static final String SECOND = "00000000-2";

    private final SettableClock clock = new SettableClock(NOW);
    private final InMemoryJournal journal = new InMemoryJournal(new UUID(1, 2));
    private final InMemoryLedger ledger = new InMemoryLedger(ZoneOffset.UTC);
    private final FragileStore store = new FragileStore(ledger);
    private final Recorder recorder = new Recorder(journal, store, clock, state -> {});

    private void send(UsageEvent... events) {
        journal.append(new JournalRecord.Usage(new UsageBatch("shop", NOW, List.of(events))))
                .join();
        recorder.drain();
    }

    private void decide(Action action, @Nullable String newId, String... entries) {
        journal.append(
                        new JournalRecord.Decision(
                                NOW.plusSeconds(60), List.of(entries), action, newId, "ann", null))
                .join();
        recorder.drain();
    }

    private void assertCounts(long recorded, long duplicates, long quarantined) {
        LedgerState state = recorder.state();
        assertThat(List.of(state.recorded(), state.duplicates(), state.quarantined()))
                .containsExactly(recorded, duplicates, quarantined);
        assertThat(state.acknowledged()).isEqualTo(recorded + duplicates + quarantined);
        assertThat(ledger.state(journal.id())).isEqualTo(state);
        assertThat(new Verification(ledger, ledger.books()).run())
                .allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }

    private void conflict() {
        send(event("a").user("ann").build(), event("a").user("bob").build());
        assertCounts(1, 0, 1);
    }

    @Test
    void a_conflict_is_recorded_under_a_new_id_with_the_receipt_it_came_with() {
        conflict();
        decide(Action.RETRY, "a-2", FIRST);

        assertCounts(2, 0, 0);
        assertThat(ledger.quarantine().tally()).isEqualTo(new Quarantine.Tally(0, 1, 0));
        send(event("a-2").user("bob").build());
        assertCounts(2, 1, 0);
    }

    @Test
    void a_conflict_retried_under_its_own_id_goes_on_waiting() {
        conflict();
        decide(Action.RETRY, null, FIRST);

        assertCounts(1, 0, 1);
        assertThat(ledger.quarantine().tally()).isEqualTo(new Quarantine.Tally(1, 0, 0));
    }

    @Test
    void a_new_id_whose_event_says_the_same_is_a_duplicate_and_another_ones_is_a_conflict() {
        conflict();
        send(event("same").user("bob").build(), event("other").user("carl").build());
        decide(Action.RETRY, "other", FIRST);
        assertCounts(3, 0, 1);
        decide(Action.RETRY, "same", FIRST);
        assertCounts(3, 1, 0);
    }

    @Test
    void what_the_store_refused_is_recorded_once_it_takes_it() {
        store.refusedUser = "bob";
        send(event("a").user("bob").build());
        decide(Action.RETRY, null, FIRST);
        assertCounts(0, 0, 1);

        store.refusedUser = "";
        decide(Action.RETRY, null, FIRST);
        assertCounts(1, 0, 0);
    }

    @Test
    void two_entries_of_one_identity_retried_at_once_are_told_apart() {
        store.refusedUser = "bob";
        send(event("a").user("bob").build(), event("a").user("bob").build());
        assertCounts(0, 1, 1);
        send(event("a").user("bob").operation("other").build());
        store.refusedUser = "";
        decide(Action.RETRY, null, FIRST, SECOND);

        assertCounts(1, 1, 1);
        assertThat(ledger.quarantine().tally()).isEqualTo(new Quarantine.Tally(1, 1, 0));
    }

    @Test
    void of_two_decisions_about_one_entry_the_first_holds() {
        conflict();
        decide(Action.DISCARD, null, FIRST, FIRST);
        decide(Action.RETRY, "a-2", FIRST, "unknown-7");

        assertCounts(1, 0, 1);
        assertThat(ledger.quarantine().tally()).isEqualTo(new Quarantine.Tally(0, 0, 1));
    }

    @Test
    void an_answer_lost_in_the_middle_of_a_decision_does_not_apply_it_twice() {
        conflict();
        store.failingAfterCommit = true;
        journal.append(
                        new JournalRecord.Decision(
                                NOW, List.of(FIRST), Action.RETRY, "b", "ann", null))
                .join();
        try {
            recorder.drain();
        } catch (dev.tare.core.ledger.StoreUnavailable expected) {
            store.failingAfterCommit = false;
        }
        recorder.drain();
        assertCounts(2, 0, 0);
    }

    @Test
    void a_replay_from_the_beginning_gives_the_same_entries_and_decisions() {
        conflict();
        send(event("a").user("carl").build());
        decide(Action.DISCARD, null, SECOND);
        decide(Action.RETRY, "b", FIRST);
        InMemoryLedger again = new InMemoryLedger(ZoneOffset.UTC);
        new Recorder(journal, again, clock, state -> {}).drain();

        Quarantine.Filter all = new Quarantine.Filter(null, null, null, 10);
        assertThat(again.quarantine().list(all)).isEqualTo(ledger.quarantine().list(all));
        assertThat(again.counts()).isEqualTo(ledger.counts());
    }

    @Test
    void the_desk_shows_both_sides_and_refuses_what_cannot_be_done() {
        conflict();
        QuarantineDesk desk = new QuarantineDesk(ledger.quarantine(), ledger::books);

        QuarantineDesk.Case shown = desk.list(Quarantine.Filter.WAITING).getFirst();
        assertThat(shown.differences()).containsExactly("user_id");
        assertThat(shown.first()).isNotNull();
        assertThat(shown.entry().state()).isEqualTo(QuarantineEntry.State.WAITING);
        assertThat(code(desk, FIRST, Action.RETRY, null)).isEqualTo("quarantine_conflict_stands");
        assertThat(code(desk, FIRST, Action.RETRY, "a")).isEqualTo("quarantine_new_id_taken");
        assertThat(code(desk, FIRST, Action.RETRY, " ")).isEqualTo("missing_field");
        assertThat(code(desk, "no", Action.DISCARD, null)).isEqualTo("quarantine_unknown");
        assertThat(code(desk, FIRST, Action.RETRY, "b")).isEqualTo("ready");
        decide(Action.DISCARD, null, FIRST);
        assertThat(code(desk, FIRST, Action.RETRY, "b")).isEqualTo("quarantine_decided");
    }

    private static String code(
            QuarantineDesk desk, String entry, Action action, @Nullable String newId) {
        return switch (desk.judge(new Wish(entry, action, newId, null, "ann"), NOW)) {
            case Judged.Ready _ -> "ready";
            case Judged.Refused refused -> refused.code();
        };
    }
}
