package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.Recorder;
import dev.tare.testkit.InMemoryLedger;
import dev.tare.testkit.RepricedUsage;
import dev.tare.testkit.SettableClock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A start in the middle of a re-pricing. */
class HouseRepricingTest {
    @Test
    void the_start_of_the_loop_begins_it_and_the_loop_ends_it() throws InterruptedException {
        InMemoryLedger ledger = new InMemoryLedger(ZoneId.of("UTC"));
        SettableClock clock = new SettableClock(RepricedUsage.TO);
        Journal journal =
                new RepricedUsage()
                        .usage(new Random(1), 400)
                        .enter(RepricedUsage.latePrices())
                        .reprice(RepricedUsage.ALL, false)
                        .journal();
        Recorder recorder = new Recorder(journal, ledger, clock, state -> {}, RepricedUsage.SMALL);
        try (RecorderLoop loop = new RecorderLoop(journal, recorder, () -> {}, clock, false)) {
            loop.drain();

            assertThat(recorder.slices()).isNotNull();
            JournalPosition end = journal.end();
            assertThat(recorder.state().position().offset()).isEqualTo(end.offset() - 1);
            loop.start();
            assertThat(loop.awaitRecorded(end, Duration.ofMinutes(1))).isTrue();
            assertThat(ledger.now().booked("again-1")).isGreaterThan(100);
        }
    }
}
