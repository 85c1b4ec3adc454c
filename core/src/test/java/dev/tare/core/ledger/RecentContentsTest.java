package dev.tare.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of events recorded lately, without asking the store. */
class RecentContentsTest {
    private static final Instant T = Instant.parse("2026-11-23T10:15:30.123456Z");

    private final RecentContents contents = new RecentContents(4, 4);

    private static UsageEvent event(
            @Nullable Instant time, String user, @Nullable String model, String tokens) {
        return new UsageEvent(
                "id",
                time,
                user,
                "openai",
                "chat",
                model,
                new Quantities(Map.of("input_tokens", new BigDecimal(tokens))),
                EventStatus.SUCCESS,
                null,
                120L,
                null,
                "pro",
                null,
                null,
                null,
                false);
    }

    private static List<UsageEvent> different() {
        UsageEvent plain = event(T, "u", "m", "7");
        return List.of(
                plain,
                event(T.plusNanos(1_000), "u", "m", "7"),
                event(T.plusSeconds(1), "u", "m", "7"),
                event(T, "u2", "m", "7"),
                event(T, "um", "", "7"),
                event(T, "u", null, "7"),
                event(T, "u", "", "7"),
                event(T, "u", "m", "8"),
                event(T, "u", "m", "7.0"),
                event(T, "u", "m", "70"),
                event(T, "u", "m", "123456789012345678901234567890"),
                changed(plain, null, null, 0L),
                changed(plain, "e", null, null),
                changed(plain, null, "e", null));
    }

    private static UsageEvent changed(
            UsageEvent e, @Nullable String error, @Nullable String metadata, @Nullable Long ms) {
        return new UsageEvent(
                e.id(),
                e.time(),
                e.userId(),
                e.provider(),
                e.operation(),
                e.model(),
                e.quantities(),
                e.status(),
                error,
                ms,
                e.credits(),
                e.plan(),
                e.fingerprint(),
                e.cost(),
                metadata,
                e.estimated());
    }

    @Test
    void an_event_is_known_by_its_identity_and_all_it_says() {
        long content = RecentContents.content(event(T, "u", "m", "7"), 11);
        contents.add(1, content);

        assertThat(contents.has(1, RecentContents.content(event(T, "u", "m", "7"), 11))).isTrue();
        assertThat(contents.has(2, content)).as("another identity").isFalse();
        assertThat(contents.has(1, content + 1)).as("another content").isFalse();
    }

    @Test
    void each_field_makes_a_difference() {
        Set<Long> hashes = new HashSet<>();
        different().forEach(event -> hashes.add(RecentContents.content(event, 11)));
        assertThat(hashes).hasSameSizeAs(different()).doesNotContain(0L);
    }

    @Test
    void an_event_without_a_time_is_never_known() {
        long content = RecentContents.content(event(null, "u", "m", "7"), 11);
        contents.add(1, content);
        assertThat(contents.has(1, content)).isFalse();
    }

    @Test
    void a_full_bucket_forgets_its_oldest_first() {
        for (long key = 1; key <= 9; key++) {
            contents.add(key, key);
        }
        assertThat(contents.has(1, 1)).isFalse();
        for (long key = 2; key <= 9; key++) {
            assertThat(contents.has(key, key)).as("key %d", key).isTrue();
        }
    }

    @Test
    void it_grows_and_keeps_nearly_all_it_knows() {
        RecentContents growing = new RecentContents(1, 12);
        long[] keys = new Random(7).longs(2_000).toArray();
        for (long key : keys) {
            growing.add(key, 1);
        }
        assertThat(LongStream.of(keys).filter(key -> growing.has(key, 1)).count())
                .isGreaterThan(1_980);
    }

    @Test
    void in_doubt_nothing_is_known() {
        contents.add(1, 1);
        contents.clear();
        assertThat(contents.has(1, 1)).isFalse();
        assertThat(contents.has(0, 0)).isFalse();
    }

    @Test
    void two_starts_hash_differently() {
        UsageEvent event = event(T, "u", "m", "7");
        assertThat(RecentContents.content(event, 12))
                .isNotEqualTo(RecentContents.content(event, 11));
    }
}
