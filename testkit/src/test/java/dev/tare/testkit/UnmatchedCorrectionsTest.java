package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.ledger.UnmatchedCorrection;
import dev.tare.core.ledger.UnmatchedCorrection.Reason;
import dev.tare.core.ledger.UsageStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Corrections that were answered and then can't be booked: none vanishes without a word. */
final class UnmatchedCorrectionsTest extends RecorderSetting {
    private static final String TOO_MUCH = "12345678901";

    private final List<UnmatchedCorrection> told = new ArrayList<>();
    private final Recorder recorder = recorder(ledger);

    private Recorder recorder(UsageStore in) {
        RecorderSetup setup = RecorderSetup.ALONE.withUnmatched(told::addAll);
        return new Recorder(journal, in, clock, state -> {}, setup);
    }

    @Test
    void anEventThatIsNotInTheLogIsTold() {
        correct(event("a").plan("pro").build());
        recorder.drain();

        assertThat(told).containsExactly(unmatched("a", Reason.NOT_RECORDED));
    }

    @Test
    void onceItIsRecordedTheSameCorrectionIsBooked() {
        correct(event("a").plan("pro").build());
        send(event("a").build());
        correct(event("a").plan("pro").build());
        recorder.drain();

        assertThat(told).hasSize(1);
        assertThat(booked()).isEqualTo(1);
    }

    @Test
    void anotherUsersEventIsTold() {
        send(event("a").build());
        correct(event("a").user("somebody else").plan("pro").build());
        recorder.drain();

        assertThat(told).containsExactly(unmatched("a", Reason.ANOTHER_USERS));
        assertThat(booked()).isZero();
    }

    @Test
    void whatCantBeHeldIsToldAndTheOthersAreBooked() {
        send(event("a").build(), event("b").build(), event("c").build());
        correct(
                event("a").plan("pro").build(),
                event("b").credits(TOO_MUCH).build(),
                event("never sent").plan("pro").build(),
                event("c").plan("pro").build());
        recorder.drain();

        assertThat(told)
                .containsExactly(
                        unmatched("b", Reason.UNSTORABLE),
                        unmatched("never sent", Reason.NOT_RECORDED));
        assertThat(booked()).isEqualTo(2);
    }

    @Test
    void whatSaysTheSameIsNotTold() {
        send(event("a").plan("pro").build());
        correct(event("a").plan("pro").build());
        recorder.drain();

        assertThat(told).isEmpty();
    }

    @Test
    void itIsToldOnceHoweverOftenTheLedgerFails() {
        FragileStore store = new FragileStore(ledger);
        Recorder failing = recorder(store);
        correct(event("a").plan("pro").build());
        store.failing = true;
        assertThatThrownBy(failing::drain).isInstanceOf(StoreUnavailable.class);
        assertThat(told).isEmpty();
        store.failing = false;
        failing.drain();

        assertThat(told).hasSize(1);
    }

    private static UnmatchedCorrection unmatched(String id, Reason reason) {
        return new UnmatchedCorrection("b", new EventKey("shop", id), SampleEvents.TIME, reason);
    }

    private long booked() {
        return ledger.compareAdjustments(1).adjustments();
    }

    private void correct(UsageEvent... events) {
        UsageBatch batch = new UsageBatch("shop", clock.instant(), List.of(events));
        journal.append(new JournalRecord.Correction(batch, "better known", "b")).join();
    }
}
