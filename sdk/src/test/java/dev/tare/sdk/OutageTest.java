package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The server is away, for days if need be; time passes as the test lets it. */
class OutageTest extends TrackerCase {
    private final TestPace pace = new TestPace();

    private ApiCostTracker open() {
        return settings()
                .backoff(Duration.ofMillis(500), Duration.ofSeconds(60))
                .clock(pace)
                .open(pace);
    }

    @Test
    void after_a_day_everything_arrives_in_order() {
        int port = server.port();
        server.close();
        try (ApiCostTracker tracker = open()) {
            for (int hour = 0; hour < 24; hour++) {
                track(tracker, hour * 50, hour * 50 + 50);
                long until = pace.nanos() + Duration.ofHours(1).toNanos();
                pace.letPass(Duration.ofHours(1));
                await().atMost(LONG)
                        .until(() -> pace.nanos() > until - Duration.ofMinutes(2).toNanos());
            }
            assertThat(tracker.counts().spooled()).isEqualTo(1_200);
            try (StubServer again = new StubServer(port)) {
                pace.letPass(Duration.ofDays(1));
                await().atMost(LONG).until(() -> again.events().size() == 1_200);
                assertThat(again.all("user_id")).isEqualTo(users(0, 1_200));
                assertThat(tracker.flush(LONG)).isTrue();
            }
        }
        // Neither a flood of requests nor of reports: some 24 × 60 tries, 6 words an hour.
        assertThat(troubles().size()).isBetween(100, 150);
        assertThat(troubles()).containsOnly("unreachable");
        assertThat(reports(TrackerReport.Recovered.class)).hasSize(1);
    }

    @Test
    void the_waits_double_up_to_the_longest() {
        server.replies = lines -> StubServer.Reply.of(503, "journal_unavailable");
        try (ApiCostTracker tracker = open()) {
            track(tracker, 0, 1);
            pace.letPass(Duration.ofMinutes(10));
            await().atMost(LONG).until(() -> server.sizes.size() >= 12);
            server.replies = server::accept;
            pace.letPass(Duration.ofMinutes(10));
        }
        assertThat(pace.waits.stream().map(nanos -> Math.round(nanos / 1e6)).toList())
                .containsSequence(
                        500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L);
    }

    @Test
    void a_wish_to_be_left_alone_is_followed_within_reason() {
        AtomicInteger asked = new AtomicInteger();
        String[] wishes = {"30", "999999999", "Mon, 23 Nov 2026 12:00:00 GMT", "soon"};
        server.replies =
                lines -> {
                    int n = asked.getAndIncrement();
                    return n < wishes.length
                            ? new StubServer.Reply(429, "", wishes[n])
                            : server.accept(lines);
                };
        try (ApiCostTracker tracker = open()) {
            track(tracker, 0, 1);
            pace.letPass(Duration.ofHours(2));
            await().atMost(LONG).until(() -> server.events().size() == 1);
        }
        assertThat(pace.waits.stream().map(nanos -> Math.round(nanos / 1e6)).toList())
                // 30 s and chance; 5 minutes at most; the same for a date; not readable: chance.
                .containsSequence(30_500L, 301_000L, 302_000L, 4_000L);
    }
}
