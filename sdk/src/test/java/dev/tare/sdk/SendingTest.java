package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the spool to the server. */
class SendingTest extends TrackerCase {
    @Test
    void events_arrive_once_and_in_order_in_batches() {
        try (ApiCostTracker tracker = settings().batchEvents(100).gzip(true).open()) {
            track(tracker, 0, 1_000);
            assertThat(tracker.flush(LONG)).isTrue();

            assertThat(server.all("user_id")).isEqualTo(users(0, 1_000));
            assertThat(server.sizes).allMatch(size -> size <= 100);
            assertThat(server.authorizations).containsOnly("Bearer tare_key");
            assertThat(tracker.counts().acknowledged()).isEqualTo(1_000);
            assertBalanced(tracker.counts());
        }
    }

    @Test
    void a_batch_is_no_larger_than_its_bytes_allow() {
        try (ApiCostTracker tracker = settings().batchBytes(1_024).open()) {
            track(tracker, 0, 100);
            assertThat(tracker.track(event("large").metadata("m", "x".repeat(4_000)))).isTrue();
            assertThat(tracker.flush(LONG)).isTrue();

            assertThat(server.sizes).allMatch(size -> size <= 10);
            assertThat(server.events()).hasSize(101);
        }
    }

    @Test
    void events_come_without_anyone_asking() {
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, 0, 1);
            await().atMost(LONG).until(() -> server.events().size() == 1);
        }
    }

    @Test
    void what_was_not_sent_is_sent_by_the_next_one() {
        server.replies = lines -> StubServer.Reply.of(503, "journal_unavailable");
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, 0, 500);
            assertThat(tracker.close(Duration.ofMillis(100)).spooled()).isEqualTo(500);
        }
        awaitFree();
        server.replies = server::accept;
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, 500, 600);
            assertThat(tracker.flush(LONG)).isTrue();

            assertThat(server.all("user_id")).isEqualTo(users(0, 600));
            assertThat(tracker.counts().found()).isEqualTo(500);
            assertBalanced(tracker.counts());
        }
        assertThat(server.changed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 401, 403, 404, 408, 429, 500, 502, 503, 507})
    void an_answer_that_is_no_receipt_loses_nothing(int status) {
        AtomicInteger times = new AtomicInteger(3);
        server.replies =
                lines ->
                        times.getAndDecrement() > 0
                                ? new StubServer.Reply(
                                        status, status == 204 ? "" : "<html>Hello</html>", "")
                                : server.accept(lines);
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, 0, 10);
            assertThat(tracker.flush(LONG)).isTrue();
        }
        assertThat(server.all("user_id")).isEqualTo(users(0, 10));
        assertThat(troubles())
                .containsExactly(status < 300 ? "answer_not_understood" : "http_" + status);
        assertThat(reports(TrackerReport.Recovered.class)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"accepted\":3,\"rejected\":[]}",
                "{\"accepted\":10}",
                "{\"accepted\":9,\"rejected\":[{\"index\":10,\"code\":\"x\",\"message\":\"\"}]}",
                "{\"accepted\":8,\"rejected\":[{\"index\":1},{\"index\":1}]}",
                "{\"accepted\":10,\"rejected\":[]"
            })
    void a_receipt_that_does_not_add_up_is_none(String body) {
        AtomicInteger times = new AtomicInteger(1);
        server.replies =
                lines ->
                        times.getAndDecrement() > 0
                                ? new StubServer.Reply(202, body, "")
                                : server.accept(lines);
        try (ApiCostTracker tracker = settings().flushInterval(LONG).open()) {
            track(tracker, 0, 10);
            assertThat(tracker.flush(LONG)).isTrue();
        }
        assertThat(server.all("user_id")).isEqualTo(users(0, 10));
        assertThat(troubles()).containsExactly("answer_not_understood");
    }

    @Test
    void the_refused_go_to_the_dead_letters_and_the_others_arrive() throws Exception {
        server.replies = lines -> server.refuse(lines, "\"bad");
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, 0, 3);
            assertThat(tracker.track(event("bad \"one\""))).isTrue();
            track(tracker, 3, 5);
            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(tracker.track(event("bad two"))).isTrue();
            assertThat(tracker.flush(LONG)).isTrue();

            assertThat(tracker.counts().rejected()).isEqualTo(2);
            assertBalanced(tracker.counts());
        }
        assertThat(server.all("user_id")).isEqualTo(users(0, 5));
        assertThat(reports(TrackerReport.Rejected.class))
                .extracting(TrackerReport.Rejected::code, TrackerReport.Rejected::message)
                .containsOnly(org.assertj.core.groups.Tuple.tuple("bad_user", "No \"user\"."));
        Path letters = folder.resolve("spool/spool-0.rejected.ndjson");
        assertThat(Files.readAllLines(letters))
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(JsonReader.read(line))
                                .asString()
                                .contains("code=bad_user", "event={id="));
        assertThat(server.trackers.get(server.trackers.size() - 1))
                .matches("[0-9a-f]{16}; dropped=0; rejected=2; spooled=0");
    }

    @Test
    void full_dead_letters_give_way_to_new_ones() throws Exception {
        server.replies = lines -> server.refuse(lines, "user_id");
        try (ApiCostTracker tracker = settings().deadLetterBytes(1 << 18).open()) {
            for (int i = 0; i < 10; i++) {
                assertThat(tracker.track(event("u").metadata("m", "x".repeat(100_000)))).isTrue();
            }
            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(tracker.counts().rejected()).isEqualTo(10);
        }
        Path letters = folder.resolve("spool/spool-0.rejected.ndjson");
        assertThat(Files.size(letters)).isLessThan(1 << 18);
        assertThat(Files.size(folder.resolve("spool/spool-0.rejected.ndjson.1")))
                .isLessThan(1 << 18);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413})
    void a_batch_that_cannot_be_taken_is_halved_until_the_culprit_is_alone(int status) {
        server.replies =
                lines ->
                        lines.stream().anyMatch(line -> line.contains("\"u77\""))
                                ? StubServer.Reply.of(status, "something_in_it")
                                : server.accept(lines);
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, 0, 200);
            assertThat(tracker.flush(LONG)).isTrue();

            assertThat(tracker.counts().rejected()).isEqualTo(1);
            assertBalanced(tracker.counts());
        }
        assertThat(server.events()).hasSize(199);
        assertThat(server.all("user_id")).startsWith("u0", "u1").doesNotContain("u77");
        assertThat(reports(TrackerReport.Rejected.class))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.event()).contains("\"u77\""));
    }

    @Test
    void a_listener_that_throws_or_a_refusal_it_hears_of_stops_nothing() {
        server.replies = lines -> server.refuse(lines, "\"bad\"");
        TrackerListener broken =
                report -> {
                    throw new AssertionError("in the listener");
                };
        try (ApiCostTracker tracker = settings().listener(broken).open()) {
            assertThat(tracker.track(event("bad"))).isTrue();
            track(tracker, 0, 1);
            assertThat(tracker.flush(LONG)).isTrue();
        }
        assertThat(server.all("user_id")).isEqualTo(users(0, 1));
    }

    @Test
    void closing_does_not_wait_for_a_server_that_hangs_and_loses_nothing() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        server.replies =
                lines -> {
                    asked.countDown();
                    awaitQuietly(hangs);
                    return StubServer.Reply.of(503, "journal_slow");
                };
        ApiCostTracker tracker = settings().open();
        track(tracker, 0, 10);
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        TrackerCounts counts = tracker.close(Duration.ofMillis(100));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(counts.spooled()).isEqualTo(10);
        assertThat(tracker.track(event("late"))).isFalse();
        assertThat(tracker.counts().dropped()).isEqualTo(1);
        assertBalanced(tracker.counts());

        server.replies = server::accept;
        hangs.countDown();
        awaitFree();
        try (ApiCostTracker next = settings().open()) {
            assertThat(next.flush(LONG)).isTrue();
        }
        assertThat(server.all("user_id")).isEqualTo(users(0, 10));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
