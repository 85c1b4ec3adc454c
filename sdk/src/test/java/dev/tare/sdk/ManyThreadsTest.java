package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many threads on a small ring that goes round and round, with a server that stumbles. */
class ManyThreadsTest extends TrackerCase {
    private static final int THREADS = 16;
    private static final int EACH = 5_000;

    @Test
    void nothing_is_lost_but_what_is_counted_and_each_thread_stays_in_order() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        server.replies =
                lines ->
                        requests.incrementAndGet() % 7 == 3
                                ? StubServer.Reply.of(503, "journal_slow")
                                : server.refuse(lines, "-13\",\"quantities\"");
        List<String> kept = new ArrayList<>();
        TrackerCounts counts;
        try (ApiCostTracker tracker = settings().batchEvents(200).open()) {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<List<String>>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                String prefix = "t" + t + "-";
                all.add(threads.submit(() -> track(tracker, prefix)));
            }
            for (Future<List<String>> one : all) {
                kept.addAll(one.get(30, TimeUnit.SECONDS));
            }
            threads.shutdown();
            assertThat(tracker.flush(LONG)).isTrue();
            counts = tracker.close(LONG);
        }
        List<String> arrived = server.all("user_id");
        assertThat(counts.produced()).isEqualTo(THREADS * EACH);
        assertThat(counts.spooled()).isZero();
        assertThat(counts.rejected()).isEqualTo(count(kept, "-13"));
        assertThat(counts.dropped()).isEqualTo(THREADS * EACH - kept.size());
        assertBalanced(counts);
        kept.removeIf(user -> user.endsWith("-13"));
        assertThat(new HashSet<>(arrived)).isEqualTo(new HashSet<>(kept));
        assertThat(arrived).hasSameSizeAs(kept);
        for (int t = 0; t < THREADS; t++) {
            String prefix = "t" + t + "-";
            assertThat(arrived.stream().filter(user -> user.startsWith(prefix)).toList())
                    .isEqualTo(kept.stream().filter(user -> user.startsWith(prefix)).toList());
        }
        assertThat(server.changed).isEmpty();
    }

    private static long count(List<String> users, String end) {
        return users.stream().filter(user -> user.endsWith(end)).count();
    }

    private static List<String> track(ApiCostTracker tracker, String prefix) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            // Of different lengths, so that the end of the memory is met in every way.
            UsageRecord event = event(prefix + i).metadata("m", "x".repeat(i % 200));
            if (tracker.track(event)) {
                kept.add(prefix + i);
            }
        }
        return kept;
    }
}
