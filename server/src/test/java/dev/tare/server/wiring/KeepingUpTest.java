package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bursts are taken whole; what goes on for longer is held to what the recorder works off. */
class KeepingUpTest {
    private static final long A_SECONDS_WORK = 10 << 20;
    private static final long LIMIT = KeepingUp.TIME_MAX.toSeconds() * A_SECONDS_WORK;

    private long end;
    private long position;
    private boolean known = true;
    private final KeepingUp gate = new KeepingUp(() -> end, () -> position, this::timeFor);

    private Duration timeFor(long bytes) {
        return known ? Duration.ofMillis(1_000 * bytes / A_SECONDS_WORK) : Duration.ZERO;
    }

    /** Senders push until they are refused. */
    private void flood() {
        for (int i = 0; i < 100_000 && !gate.overrun(); i++) {
            end += 10_000;
        }
    }

    @Test
    void a_burst_is_taken_whole() {
        end = LIMIT;
        assertThat(gate.overrun()).isFalse();
        assertThat(gate.bytesBehind()).isEqualTo(LIMIT);
    }

    @Test
    void a_flood_is_refused_but_for_what_the_recorder_works_off() {
        flood();
        long atFirst = gate.bytesBehind();
        assertThat(timeFor(atFirst)).isBetween(KeepingUp.TIME_MAX, Duration.ofSeconds(13));
        for (int second = 0; second < 10; second++) {
            assertThat(gate.overrun()).isTrue();
            position += A_SECONDS_WORK;
            assertThat(gate.overrun()).as("some is let in").isFalse();
            flood();
        }
        assertThat(gate.bytesBehind()).isBetween(LIMIT / 2, atFirst + A_SECONDS_WORK / 10);
    }

    @Test
    void after_an_outage_of_the_ledger_usual_traffic_passes_while_hours_are_caught_up() {
        end = 1_000 * LIMIT;
        for (int tenth = 0; tenth < 10_000; tenth++) {
            assertThat(gate.overrun()).isFalse();
            end += A_SECONDS_WORK / 20;
            position += A_SECONDS_WORK / 10;
        }
        assertThat(gate.bytesBehind()).isLessThan(1_000 * LIMIT);
    }

    @Test
    void while_nobody_can_tell_how_fast_the_recorder_is_the_journal_takes_what_comes() {
        known = false;
        end = 1_000 * LIMIT;
        assertThat(gate.overrun()).isFalse();
    }

    @Test
    void once_it_has_caught_up_the_next_burst_is_taken_whole_again() {
        flood();
        position = end;
        assertThat(gate.overrun()).isFalse();
        end += LIMIT;
        assertThat(gate.overrun()).isFalse();
    }

    @Test
    void the_pace_is_what_was_worked_off_of_late() {
        RecorderPace pace = new RecorderPace();
        assertThat(pace.timeFor(1_000)).isZero();
        pace.worked(1_000, Duration.ofMillis(400).toNanos());
        assertThat(pace.timeFor(1_000)).as("too little to tell").isZero();
        pace.worked(1_000, Duration.ofMillis(1_600).toNanos());
        assertThat(pace.timeFor(1_000)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_100));
        for (int i = 0; i < 60; i++) {
            pace.worked(10_000, Duration.ofSeconds(1).toNanos());
        }
        assertThat(pace.timeFor(10_000))
                .isBetween(Duration.ofMillis(990), Duration.ofMillis(1_010));
    }
}
