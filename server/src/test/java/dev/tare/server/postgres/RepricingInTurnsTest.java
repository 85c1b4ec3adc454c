package dev.tare.server.postgres;

import static dev.tare.testkit.RepricedUsage.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.LedgerMovedOn;
import dev.tare.core.ledger.PricedAnew;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.SliceProgress;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.rollup.Repricings;
import dev.tare.testkit.RepricedUsage;
import dev.tare.testkit.SettableClock;
import java.time.ZoneId;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A re-pricing on one server, while another one records between its slices. */
final class RepricingInTurnsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int EVENTS = 400;

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();
    private final PostgresAddress address = PostgresDatabases.make();

    private Recorder recorder(RepricedUsage usage) {
        return new Recorder(
                usage.journal(),
                ledgers.open(address, UTC).store(),
                new SettableClock(RepricedUsage.TO),
                state -> {},
                RepricedUsage.SMALL);
    }

    @Test
    void it_goes_on_where_it_was_and_everything_is_priced_by_the_new_book() {
        RepricedUsage usage =
                new RepricedUsage().usage(new Random(1), EVENTS).enter(RepricedUsage.latePrices());
        Recorder repricing = recorder(usage);
        repricing.drain();
        RepricedUsage others = new RepricedUsage(new UUID(3, 4));
        Recorder recording = recorder(others);
        usage.reprice(ALL, true);

        int overtaken = 0;
        int sent = 0;
        long done = 0;
        while (repricing.state().position().offset() < usage.journal().end().offset()) {
            others.calls(new Random(sent), "other" + sent, 10);
            sent += 10;
            again(recording);
            try {
                repricing.step();
            } catch (LedgerMovedOn wasFaster) {
                overtaken++;
            }
            SliceProgress progress = repricing.slices();
            long now = progress == null ? done : progress.eventsDone();
            assertThat(now).as("slices done").isGreaterThanOrEqualTo(done);
            done = now;
        }
        again(recording);

        assertThat(overtaken).isGreaterThan(5);
        assertPriced(EVENTS + sent);
    }

    private void assertPriced(int events) {
        PostgresLedger ledger = ledgers.open(address, UTC);
        Repricings repricings =
                new Repricings(ledger.now(), ledger.kept()::kept, ledger::books, UTC);
        Repricings.Preview left =
                repricings.preview(ALL, new PricedAnew.Aim(true, false), ALL.to());
        assertThat(left.looked()).isEqualTo(events);
        assertThat(left.differences().total().events()).isZero();
        assertThat(repricings.booked("again-1").total().events()).isBetween(100L, (long) EVENTS);
        assertThat(ledger.verify()).allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }

    private static void again(Recorder recorder) {
        for (int tries = 0; tries < 10; tries++) {
            try {
                recorder.drain();
                return;
            } catch (StoreUnavailable overtaken) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("Others never let go");
    }
}
