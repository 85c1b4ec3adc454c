package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the recorder promises: in order, exactly once, whatever happens in between. */
class RecorderTest extends RecorderSetting {
    @Test
    void an_event_is_recorded_once_however_often_it_is_sent() {
        Recorder recorder = recorder();
        send(event("a").build(), event("a").build());
        send(event("a").build());
        recorder.drain();
        send(event("a").build());
        recorder.drain();
        assertCounts(recorder, 1, 3, 0);
    }

    @Test
    void a_new_recorder_goes_on_where_the_last_one_stood_and_still_knows_its_events() {
        send(event("a").build());
        recorder().drain();
        send(event("a").build(), event("b").build());
        Recorder second = recorder();
        second.drain();
        assertCounts(second, 2, 1, 0);
    }

    @Test
    void an_event_without_time_that_is_sent_again_later_is_the_same_event() {
        Recorder recorder = recorder();
        send(event("a").time((Instant) null).build());
        recorder.drain();
        clock.advance(Duration.ofDays(31));
        send(event("a").time((Instant) null).build());
        recorder.drain();
        assertCounts(recorder, 1, 1, 0);
    }

    @Test
    void an_event_with_its_time_is_recognised_even_years_later() {
        Recorder recorder = recorder();
        send(event("a").build());
        recorder.drain();
        clock.advance(Duration.ofDays(800));
        send(event("a").build());
        recorder.drain();
        assertCounts(recorder, 1, 1, 0);
        send(event("a").build());
        Recorder restarted = recorder();
        restarted.drain();
        assertCounts(restarted, 1, 2, 0);
    }

    @Test
    void a_repeat_that_waited_in_the_journal_for_weeks_is_recognised_all_the_same() {
        send(event("a").time((Instant) null).build());
        recorder().drain();
        send(event("a").time((Instant) null).build());
        clock.advance(Duration.ofDays(40));
        Recorder late = recorder();
        late.drain();
        assertCounts(late, 1, 1, 0);
    }

    @Test
    void a_clock_that_was_ahead_for_a_while_makes_no_repeat_a_new_event() {
        Recorder recorder = recorder();
        send(event("a").time((Instant) null).build(), event("b").build());
        recorder.drain();
        clock.advance(Duration.ofDays(400));
        send(event("while-ahead").time((Instant) null).build());
        recorder.drain();
        clock.advance(Duration.ofDays(-399));
        send(event("a").time((Instant) null).build(), event("b").build());
        recorder.drain();
        assertCounts(recorder, 3, 2, 0);
    }

    @Test
    void the_32_days_of_a_repeat_with_another_time_are_counted_from_the_first_receipt() {
        Recorder recorder = recorder();
        send(event("a").time((Instant) null).build(), event("b").time((Instant) null).build());
        recorder.drain();
        clock.advance(Duration.ofDays(32));
        send(event("a").time((Instant) null).build());
        recorder.drain();
        assertCounts(recorder, 2, 1, 0);
        clock.advance(Duration.ofNanos(1_000));
        send(event("b").time((Instant) null).build());
        recorder.drain();
        assertCounts(recorder, 3, 1, 0);
    }

    @Test
    void a_replay_of_weeks_at_once_tells_an_id_that_came_again_as_the_days_did() {
        Recorder live = recorder();
        send(event("a").time((Instant) null).build(), event("b").time((Instant) null).build());
        live.drain();
        clock.advance(Duration.ofDays(32).plusNanos(1_000));
        send(event("a").time((Instant) null).user("u-2").build());
        live.drain();
        InMemoryLedger anew = new InMemoryLedger(ZoneOffset.UTC);
        Recorder replay = new Recorder(journal, anew, clock, state -> {});
        replay.drain();

        assertCounts(live, 3, 0, 0);
        assertThat(replay.state()).isEqualTo(live.state());
    }

    @Test
    void the_same_id_with_another_body_waits_in_quarantine_and_the_first_stands() {
        Recorder recorder = recorder();
        send(event("a").user("u-1").build());
        recorder.drain();
        send(event("a").user("u-2").build(), event("a").user("u-1").build());
        recorder.drain();
        assertCounts(recorder, 1, 1, 1);
    }

    @Test
    void a_repeat_in_the_same_batch_with_another_body_is_a_conflict_too() {
        Recorder recorder = recorder();
        send(event("a").user("u-1").build(), event("a").user("u-2").build());
        recorder.drain();
        assertCounts(recorder, 1, 0, 1);
    }

    @Test
    void two_applications_may_use_the_same_id() {
        Recorder recorder = recorder();
        send(event("a").build());
        journal.append(
                        new JournalRecord.Usage(
                                new UsageBatch("other", NOW, List.of(event("a").build()))))
                .join();
        recorder.drain();
        assertCounts(recorder, 2, 0, 0);
    }

    @Test
    void a_price_holds_for_events_recorded_after_it_and_not_for_those_before() {
        Recorder recorder = recorder();
        send(event("before").provider("p").operation("o").build());
        journal.append(new JournalRecord.Prices(NOW, price("p", "o", "0.5"))).join();
        send(event("after").provider("p").operation("o").build());
        recorder.drain();
        List<String> costs = new ArrayList<>();
        ledger.eachRow(row -> costs.add(row.event().key().id() + " " + row.apiCost()));
        assertThat(costs).containsExactly("before null", "after 0.500000000");
    }

    private static PriceChange price(String provider, String operation, String perCall) {
        RateCard card =
                new RateCard(
                        provider + operation,
                        provider,
                        operation,
                        RateCard.ANY,
                        new PerUnitPricing(
                                new TreeMap<>(Map.of("calls", new BigDecimal(perCall))), null),
                        FailedCalls.UNKNOWN,
                        Instant.EPOCH,
                        null,
                        "test");
        return new PriceChange(List.of(card), List.of(), List.of());
    }

    @Test
    void a_store_that_is_away_loses_nothing() {
        FragileStore fragile = new FragileStore(ledger);
        Recorder recorder = new Recorder(journal, fragile, clock, state -> {});
        send(event("a").build());
        fragile.failing = true;
        assertThatThrownBy(recorder::drain).isInstanceOf(StoreUnavailable.class);
        fragile.failing = false;
        recorder.drain();
        assertCounts(recorder, 1, 0, 0);
    }

    @Test
    void a_crash_after_the_commit_and_before_anyone_noticed_counts_nothing_twice() {
        FragileStore fragile = new FragileStore(ledger);
        Recorder recorder = new Recorder(journal, fragile, clock, state -> {});
        send(event("a").build());
        fragile.failingAfterCommit = true;
        assertThatThrownBy(recorder::drain).isInstanceOf(StoreUnavailable.class);
        send(event("a").build(), event("b").build());
        Recorder restarted = recorder();
        restarted.drain();
        assertCounts(restarted, 2, 1, 0);
    }

    @Test
    void a_commit_whose_answer_was_lost_is_not_done_again_by_the_same_recorder() {
        FragileStore fragile = new FragileStore(ledger);
        Recorder recorder = new Recorder(journal, fragile, clock, state -> {});
        send(event("a").build());
        fragile.failingAfterCommit = true;
        assertThatThrownBy(recorder::drain).isInstanceOf(StoreUnavailable.class);
        fragile.failingAfterCommit = false;
        send(event("a").build(), event("b").build());
        recorder.drain();
        assertCounts(recorder, 2, 1, 0);
    }

    @Test
    void any_shuffle_of_events_repeats_and_restarts_ends_in_the_same_rows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> sent = new HashSet<>();
        Recorder recorder = recorder();
        long acknowledged = 0;
        for (int i = 0; i < 400; i++) {
            UsageEvent[] batch = new UsageEvent[random.nextInt(1, 6)];
            for (int j = 0; j < batch.length; j++) {
                String id = "e-" + random.nextInt(500);
                sent.add(id);
                batch[j] = event(id).time(SampleEvents.TIME.minusSeconds(id.hashCode())).build();
            }
            send(batch);
            acknowledged += batch.length;
            if (random.nextInt(10) == 0) {
                recorder = recorder(ledger, random.nextInt(1, 9), random.nextInt(1, 40));
            }
            if (random.nextInt(3) == 0) {
                recorder.drain();
            }
            clock.advance(Duration.ofHours(random.nextInt(48)));
        }
        recorder.drain();
        assertThat(ledger.counts().rows()).as("seed %d", seed).isEqualTo(sent.size());
        assertThat(recorder.state().acknowledged()).as("seed %d", seed).isEqualTo(acknowledged);
        assertThat(recorder.state().quarantined()).as("seed %d", seed).isZero();
    }
}
