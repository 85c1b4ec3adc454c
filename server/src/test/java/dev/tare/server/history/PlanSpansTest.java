package dev.tare.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.history.PlanSpans.Doubt;
import dev.tare.server.history.PlanSpans.Found;
import dev.tare.server.history.PlanSpans.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanSpansTest {
    private static final Instant DAY = Instant.parse("2026-11-01T00:00:00Z");

    private final PlanSpans spans = new PlanSpans();

    private static Instant day(int day) {
        return DAY.plus(Duration.ofDays(day));
    }

    private void on(int entry, String plan, int since, @Nullable Integer until) {
        spans.add("u", new Span(entry, plan, day(since), until == null ? null : day(until), true));
    }

    private @Nullable String planAt(Instant time) {
        Span span = spans.at("u", time).span();
        return span == null ? null : span.plan();
    }

    @Test
    void a_plan_holds_from_its_first_instant_to_before_its_end() {
        on(0, "basic", 1, 3);
        on(0, "pro", 3, null);
        assertThat(planAt(day(1).minusNanos(1_000))).isNull();
        assertThat(planAt(day(1))).isEqualTo("basic");
        assertThat(planAt(day(3).minusNanos(1_000))).isEqualTo("basic");
        assertThat(planAt(day(3))).isEqualTo("pro");
        assertThat(planAt(day(900))).isEqualTo("pro");
    }

    @Test
    void the_first_entry_of_the_mapping_wins_whatever_began_later() {
        on(1, "payg_10", 5, null);
        on(0, "basic", 1, 9);
        assertThat(planAt(day(6))).isEqualTo("basic");
        assertThat(planAt(day(9))).isEqualTo("payg_10");
    }

    @Test
    void of_two_that_overlap_the_later_wins_and_the_overlap_is_known() {
        on(0, "basic", 1, null);
        on(0, "pro", 4, null);
        assertThat(planAt(day(5))).isEqualTo("pro");
        assertThat(spans.at("u", day(5)).overlapping()).isTrue();
        assertThat(spans.at("u", day(2)).overlapping()).isFalse();
    }

    @Test
    void a_gap_is_between_two_stretches_not_before_the_first_or_after_the_last() {
        on(0, "basic", 1, 3);
        on(0, "basic", 5, 7);
        assertThat(spans.at("u", day(0)).inGap()).isFalse();
        assertThat(spans.at("u", day(4)).inGap()).isTrue();
        assertThat(spans.at("u", day(8)).inGap()).isFalse();
        assertThat(spans.at("nobody", day(4))).isEqualTo(Found.NOTHING);
    }

    private boolean inDoubt(int at) {
        Found found = spans.at("u", day(at));
        assertThat(found.inDoubt() && found.span() != null).isFalse();
        return found.inDoubt();
    }

    @Test
    void a_stretch_that_can_not_be_read_leaves_in_doubt_what_it_could_cover() {
        on(1, "basic", 1, null);
        spans.add("u", new Doubt(1, day(5), null));
        assertThat(inDoubt(4)).isFalse();
        assertThat(inDoubt(5)).isTrue();
        on(1, "pro", 8, 10);
        assertThat(inDoubt(8)).as("what begins later wins anyhow").isFalse();
        assertThat(inDoubt(10)).isTrue();
        on(0, "team", 20, null);
        assertThat(inDoubt(20)).as("an entry that stands before it wins").isFalse();
    }

    @Test
    void without_a_beginning_it_could_cover_all_up_to_its_end() {
        on(0, "basic", 1, null);
        spans.add("u", new Doubt(0, null, day(3)));
        assertThat(inDoubt(-9)).isTrue();
        assertThat(inDoubt(2)).isTrue();
        assertThat(inDoubt(3)).isFalse();
        assertThat(spans.at("other", day(2)).inDoubt()).isFalse();
    }

    @Test
    void random_histories_say_what_looking_through_all_of_them_says() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<Span> all = new ArrayList<>();
            PlanSpans history = new PlanSpans();
            for (int i = random.nextInt(6); i > 0; i--) {
                int since = random.nextInt(12);
                Span span =
                        new Span(
                                random.nextInt(3),
                                "p" + random.nextInt(3),
                                day(since),
                                random.nextInt(3) == 0 ? null : day(since + random.nextInt(5)),
                                random.nextBoolean());
                all.add(span);
                history.add("u", span);
            }
            for (int at = -1; at < 18; at++) {
                assertThat(history.at("u", day(at)).span())
                        .as("seed %d, round %d, day %d of %s", seed, round, at, all)
                        .isEqualTo(bySearch(all, day(at)));
            }
        }
    }

    /** Every stretch against every other, without a sort. */
    private static @Nullable Span bySearch(List<Span> all, Instant time) {
        Span best = null;
        for (Span span : all) {
            boolean holds =
                    !time.isBefore(span.since())
                            && (span.until() == null || time.isBefore(span.until()));
            if (holds && (best == null || beats(span, best))) {
                best = span;
            }
        }
        return best;
    }

    private static boolean beats(Span one, Span other) {
        if (one.entry() != other.entry()) {
            return one.entry() < other.entry();
        }
        if (!one.since().equals(other.since())) {
            return one.since().isAfter(other.since());
        }
        Instant end = one.until() == null ? Instant.MAX : one.until();
        Instant otherEnd = other.until() == null ? Instant.MAX : other.until();
        return end.equals(otherEnd)
                ? one.plan().compareTo(other.plan()) < 0
                : end.isAfter(otherEnd);
    }
}
