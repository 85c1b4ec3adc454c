package dev.tare.server.wiring;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Corrections that come before their event, in a whole house: counted, named, and sent again. */
class CorrectionsWatchTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void what_cant_be_booked_is_counted_and_its_first_are_named() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(CorrectionsWatch.class)).addAppender(log);
        try (House house =
                House.open(
                        new HouseSettings(folder.resolve("data"), ZoneOffset.UTC),
                        new SettableClock(Instant.parse("2026-11-23T12:00:00Z")),
                        ShippedPrices::read,
                        state -> {})) {
            List<UsageEvent> anew =
                    IntStream.rangeClosed(1, 7)
                            .mapToObj(i -> event("call-" + i).plan("pro").build())
                            .toList();
            correct(house, anew);
            // It is told behind the transaction that says how far the ledger has come.
            await().atMost(LONG).until(() -> !List.copyOf(log.list).isEmpty());
            assertThat(house.correctionsUnmatched()).isEqualTo(7);
            assertThat(log.list)
                    .singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage, STRING)
                    .contains("batch-1: 7 events")
                    .contains("call-1 of shop at 2026-11-23T10:15:30Z isn't in the log")
                    .contains("call-5")
                    .contains("and 2 more")
                    .doesNotContain("call-6");

            house.accept("shop", List.of(event("call-1").build()));
            correct(house, anew.subList(0, 1));
            assertThat(house.correctionsUnmatched()).isEqualTo(7);
            assertThat(house.verify().getLast().looked()).isEqualTo(1);
        }
    }

    private static void correct(House house, List<UsageEvent> events) throws InterruptedException {
        UsageBatch batch = new UsageBatch("shop", house.now(), events);
        house.append(new JournalRecord.Correction(batch, "plan known", "batch-1"));
        assertThat(house.awaitRecorded(LONG)).isTrue();
    }
}
