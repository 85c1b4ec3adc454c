package dev.tare.server.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.Rollups;
import dev.tare.testkit.LedgerFixtures;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Sums added up beside the writing of rows are the sums of the rows. */
class SumsAsideTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");
    private static final Instant FROM = Instant.parse("2026-03-20T00:00:00Z");
    private static final long SEED = 20_261_125;

    private final Random random = new Random(SEED);

    private List<PricedEvent> rows(String prefix, int count) {
        return LedgerFixtures.randomRows(
                random, prefix, count, FROM, FROM.plus(Duration.ofDays(5)));
    }

    private void assertSums(Executor helper) {
        SumsAside sums = new SumsAside(ZONE, helper);
        List<PricedEvent> all = new ArrayList<>();
        for (int piece = 0; piece < 20; piece++) {
            List<PricedEvent> rows = rows(piece + "-", random.nextInt(3_000));
            sums.add(rows);
            all.addAll(rows);
        }
        assertThat(sums.rollups()).as("seed %d", SEED).isEqualTo(Rollups.of(all, ZONE));
    }

    @Test
    void many_pieces_large_and_small_sum_up_to_what_all_rows_do() {
        assertSums(SumsAside.helper());
    }

    @Test
    void without_a_thread_to_be_had_they_are_added_up_at_once() {
        assertSums(work -> {
            throw new RejectedExecutionException();
        });
        assertSums(work -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
    }

    @Test
    void a_failure_is_told_before_anything_is_committed() {
        SumsAside sums = new SumsAside(ZONE, SumsAside.helper());
        List<PricedEvent> rows = new ArrayList<>(rows("a", 2_000));
        rows.add(LedgerFixtures.unstorable("too-large", FROM));
        sums.add(rows);
        assertThatThrownBy(sums::rollups).isInstanceOf(ArithmeticException.class);
    }
}
