package dev.tare.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private static EventKey key(int i) {
        return new EventKey("app", "event-" + i);
    }

    @Test
    void a_key_added_is_never_denied_even_when_layers_grow() {
        RecentKeys keys = new RecentKeys();
        for (int i = 0; i < 600_000; i++) {
            keys.add(key(i), T);
        }
        for (int i = 0; i < 600_000; i++) {
            assertThat(keys.mayContain(key(i))).isTrue();
        }
    }

    @Test
    void few_strangers_are_taken_for_known() {
        RecentKeys keys = new RecentKeys();
        for (int i = 0; i < 300_000; i++) {
            keys.add(key(i), T);
        }
        int mistaken = 0;
        for (int i = 1_000_000; i < 1_100_000; i++) {
            mistaken += keys.mayContain(key(i)) ? 1 : 0;
        }
        assertThat(mistaken).as("of 100,000").isLessThan(1_500);
    }

    @Test
    void source_and_id_do_not_run_together() {
        RecentKeys keys = new RecentKeys();
        keys.add(new EventKey("ab", "c"), T);
        assertThat(keys.mayContain(new EventKey("a", "bc"))).isFalse();
    }

    @Test
    void a_key_is_remembered_for_the_window_at_least_and_forgotten_after_two() {
        RecentKeys keys = new RecentKeys();
        keys.add(key(0), T);
        for (int day = 1; day <= RecentKeys.WINDOW.toDays(); day++) {
            keys.add(key(day), T.plus(Duration.ofDays(day)));
            assertThat(keys.mayContain(key(0))).as("day %d", day).isTrue();
        }
        for (int day = 35; day <= 105; day++) {
            keys.add(key(day), T.plus(Duration.ofDays(day)));
        }
        assertThat(keys.mayContain(key(0))).isFalse();
    }

    @Test
    void a_late_key_lives_on_while_the_generation_it_was_added_to_does() {
        RecentKeys keys = new RecentKeys();
        keys.add(key(0), T);
        keys.add(key(1), T.plus(Duration.ofDays(33)));
        keys.add(key(2), T.plus(Duration.ofDays(35)));
        keys.add(key(3), T.plus(Duration.ofDays(66)));
        assertThat(keys.mayContain(key(1))).isTrue();
    }
}
