package dev.tare.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private static final long SEED = 7;

    private final RecentKeys keys = new RecentKeys(KeyShelf.NONE, KeySizes.DEFAULT, T, SEED);

    private static EventKey key(int i) {
        return new EventKey("app", "event-" + i);
    }

    private List<Instant> found(EventKey key) {
        List<Instant> found = new ArrayList<>();
        keys.find(
                new long[] {RecentKeys.hash(key.source(), key.id(), SEED)},
                (place, second) -> found.add(Instant.ofEpochSecond(second)));
        return found;
    }

    private boolean knows(EventKey key, Instant receivedAt) {
        return found(key).stream()
                .anyMatch(from ->
                        !receivedAt.isBefore(from)
                                && receivedAt.isBefore(from.plusSeconds(KeyTable.UNIT_SECONDS)));
    }

    @Test
    void a_key_is_found_at_the_moment_of_its_receipt_in_whatever_order_they_come() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Instant[] receipts = new Instant[400_000];
        for (int i = 0; i < receipts.length; i++) {
            receipts[i] = T.plusMillis(random.nextLong(Duration.ofDays(70).toMillis()));
            keys.add(key(i), receipts[i]);
        }
        for (int i = 0; i < receipts.length; i++) {
            assertThat(knows(key(i), receipts[i])).as("seed %d, key %d", seed, i).isTrue();
        }
    }

    @Test
    void strangers_are_hardly_ever_taken_for_known() {
        for (int i = 0; i < 300_000; i++) {
            keys.add(key(i), T.plusSeconds(i));
        }
        int mistaken = 0;
        for (int i = 1_000_000; i < 1_300_000; i++) {
            mistaken += found(key(i)).size();
        }
        assertThat(mistaken).as("of 300,000").isLessThan(3);
    }

    @Test
    void source_and_id_do_not_run_together() {
        keys.add(new EventKey("ab", "c"), T);
        assertThat(found(new EventKey("a", "bc"))).isEmpty();
    }

    @Test
    void a_key_received_twice_is_found_at_both_moments() {
        keys.add(key(1), T);
        keys.add(key(1), T.plus(Duration.ofDays(33)));
        assertThat(found(key(1))).hasSize(2);
    }

    @Test
    void receipts_years_apart_and_backwards_are_all_kept() {
        List<Instant> receipts =
                List.of(
                        T,
                        T.plus(Duration.ofDays(4_000)),
                        T.minus(Duration.ofDays(50)),
                        T.plus(Duration.ofDays(1)));
        for (int i = 0; i < receipts.size(); i++) {
            keys.add(key(i), receipts.get(i));
        }
        for (int i = 0; i < receipts.size(); i++) {
            assertThat(knows(key(i), receipts.get(i))).as("%s", receipts.get(i)).isTrue();
        }
    }

    @Test
    void old_events_retried_among_new_ones_take_no_table_each() {
        for (int i = 0; i < 40; i += 2) {
            keys.add(key(i), T.plusSeconds(i));
            keys.add(key(i + 1), T.plus(Duration.ofDays(300)).plusSeconds(i));
            keys.forget(T.minus(Duration.ofDays(1)));
        }
        assertThat(keys.tables()).isEqualTo(2);
    }

    @Test
    void what_is_forgotten_is_said_to_be() {
        keys.add(key(0), T);
        keys.add(key(1), T.plus(Duration.ofDays(600)));
        keys.forget(T.minusSeconds(1));
        assertThat(found(key(0))).hasSize(1);
        assertThat(keys.coveredSince()).isEqualTo(T);

        keys.forget(T.plusSeconds(1));

        assertThat(found(key(0))).isEmpty();
        assertThat(found(key(1))).hasSize(1);
        assertThat(keys.coveredSince()).isAfter(T);
    }

    /** Tables are kept on disk: where this changes, {@link KeyCatalog#FORM} has to. */
    @Test
    void hashes_are_what_they_were() {
        assertThat(KeyCatalog.FORM).isEqualTo(1);
        assertThat(RecentKeys.hash("app", "event-1", SEED)).isEqualTo(7_853_994_044_783_014_516L);
        assertThat(RecentKeys.hash("приложение", "x".repeat(50), -1))
                .isEqualTo(8975808119726789839L);
    }
}
