package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stub server, a folder, and trackers between the two. */
@Timeout(60)
abstract class TrackerCase {
    static final Duration LONG = Duration.ofSeconds(30);
    private static final int MIB = 1 << 20;
    private static final Logger LOG = Logger.getLogger("dev.tare.sdk");

    @TempDir Path folder;
    final StubServer server = new StubServer();
    final List<TrackerReport> reports = new CopyOnWriteArrayList<>();

    /** What is logged is also reported, and looked at there. */
    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    TrackerBuilder settings() {
        return settings(server.uri());
    }

    TrackerBuilder settings(URI uri) {
        return ApiCostTracker.builder(uri, "tare_key")
                .spoolFolder(folder.resolve("spool"))
                .spoolBytes(MIB)
                .flushInterval(Duration.ofMillis(20))
                .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
                .shutdownHook(false)
                .listener(reports::add);
    }

    static UsageRecord event(String user) {
        return new UsageRecord("openai", "chat").user(user).quantity("input_tokens", 1_200);
    }

    static void track(ApiCostTracker tracker, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(tracker.track(event("u" + i))).isTrue();
        }
    }

    static List<String> users(int from, int to) {
        return java.util.stream.IntStream.range(from, to).mapToObj(i -> "u" + i).toList();
    }

    <T extends TrackerReport> List<T> reports(Class<T> kind) {
        return reports.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<String> troubles() {
        return reports(TrackerReport.Trouble.class).stream()
                .map(TrackerReport.Trouble::code)
                .toList();
    }

    /** A thread that was closed in the middle of a request keeps its spool until that is over. */
    void awaitFree() {
        await("the thread to give its spool back").atMost(LONG).until(this::isFree);
    }

    private boolean isFree() throws IOException {
        SpoolLock lock = SpoolLock.tryTake(folder.resolve("spool/spool-0.lock"));
        if (lock != null) {
            lock.close();
        }
        return lock != null;
    }

    /** Nothing is unaccounted for. */
    static void assertBalanced(TrackerCounts counts) {
        assertThat(counts.found() + counts.produced())
                .as("%s", counts)
                .isEqualTo(
                        counts.acknowledged()
                                + counts.rejected()
                                + counts.spooled()
                                + counts.dropped());
    }
}
