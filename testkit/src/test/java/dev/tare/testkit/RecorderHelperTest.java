package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces got ready ahead by another thread: quicker, and the same ledger. */
class RecorderHelperTest extends RecorderSetting {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void the_ledger_is_the_same_as_without_one(long seed) {
        Random random = new Random(seed);
        helper = thread;
        InMemoryLedger alone = new InMemoryLedger(ZoneOffset.UTC);
        Recorder piecemeal =
                new Recorder(
                        journal, alone, clock, state -> {}, RecorderSetup.ALONE.withSizes(1, 1));
        Recorder helped = recorder(ledger, 1 + random.nextInt(5), 1 + random.nextInt(30));
        for (int round = 0; round < 60; round++) {
            for (int i = random.nextInt(8); i > 0; i--) {
                sendSome(random);
            }
            if (random.nextInt(3) == 0) {
                helped.step();
            } else {
                helped.drain();
            }
        }
        helped.drain();
        piecemeal.drain();
        assertThat(rows(ledger)).as("seed %d", seed).isNotEmpty().isEqualTo(rows(alone));
        assertThat(helped.state()).as("seed %d", seed).isEqualTo(piecemeal.state());
    }

    /** Usage with repeats and conflicts among it, and now and then another price. */
    private void sendSome(Random random) {
        if (random.nextInt(6) == 0) {
            journal.append(new JournalRecord.Prices(NOW, price(journal.end().offset()))).join();
            return;
        }
        UsageEvent[] events = new UsageEvent[1 + random.nextInt(4)];
        for (int i = 0; i < events.length; i++) {
            events[i] =
                    event("e" + random.nextInt(200))
                            .provider("p")
                            .operation("o")
                            .user("u" + random.nextInt(2))
                            .time(NOW)
                            .build();
        }
        send(events);
    }

    private static PriceChange price(long number) {
        PerUnitPricing pricing =
                new PerUnitPricing(
                        new TreeMap<>(Map.of("calls", BigDecimal.valueOf(number))), null);
        RateCard card =
                new RateCard(
                        "card" + number,
                        "p",
                        "o",
                        RateCard.ANY,
                        pricing,
                        FailedCalls.UNKNOWN,
                        Instant.EPOCH.plusSeconds(number),
                        null,
                        "test");
        return new PriceChange(List.of(card), List.of(), List.of());
    }

    private static List<String> rows(InMemoryLedger ledger) {
        List<String> rows = new ArrayList<>();
        ledger.eachRow(row ->
                rows.add(
                        row.event().key().id() + " " + row.event().userId() + " " + row.apiCost()));
        return rows;
    }

    @Test
    void what_was_got_ready_before_a_failure_is_not_written_twice() {
        helper = thread;
        FragileStore fragile = new FragileStore(ledger);
        Recorder recorder = recorder(fragile, 1, 2);
        for (int i = 0; i < 10; i++) {
            send(event("a" + i).time(NOW).build());
        }
        fragile.failingAfterCommit = true;
        assertThatThrownBy(recorder::drain).isInstanceOf(StoreUnavailable.class);
        fragile.failingAfterCommit = false;
        recorder.drain();
        assertCounts(recorder, 10, 0, 0);
    }

    @Test
    void a_helper_for_which_the_system_has_no_thread_is_done_without() {
        helper =
                work -> {
                    throw new OutOfMemoryError("unable to create native thread");
                };
        Recorder recorder = recorder(ledger, 1, 3);
        for (int i = 0; i < 10; i++) {
            send(event("a" + i).build());
        }
        recorder.drain();
        assertCounts(recorder, 10, 0, 0);
    }

    @Test
    void a_helper_that_takes_no_more_work_is_done_without() {
        helper = thread;
        thread.shutdownNow();
        Recorder recorder = recorder(ledger, 1, 3);
        for (int i = 0; i < 10; i++) {
            send(event("a" + i).build());
        }
        recorder.drain();
        assertCounts(recorder, 10, 0, 0);
    }
}
