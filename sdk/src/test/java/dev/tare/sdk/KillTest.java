package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the application loses none of the events for which track() had returned. */
class KillTest extends TrackerCase {
    private static final int KILLS = 3;

    private Path counts(int run) throws IOException {
        return Files.write(
                folder.resolve("counts-" + run), new byte[KilledApplication.THREADS * 8]);
    }

    private Process start(int run, Path counts) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Djava.util.logging.config.file=none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledApplication.class.getName(),
                        server.uri().toString(),
                        folder.resolve("spool").toString(),
                        counts.toString(),
                        "run" + run)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long total(Path counts) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(counts));
        return bytes.getLong(0) + bytes.getLong(8) + bytes.getLong(16);
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private void assertAllArrived(int run, Path counts) throws IOException {
        Set<String> arrived = new HashSet<>(server.all("user_id"));
        ByteBuffer returned = ByteBuffer.wrap(Files.readAllBytes(counts));
        for (int thread = 0; thread < KilledApplication.THREADS; thread++) {
            long count = returned.getLong(thread * 8);
            for (long i = 0; i < count; i++) {
                assertThat(arrived.contains("run" + run + "-" + thread + "-" + i))
                        .as("event %d of %d of thread %d in run %d", i, count, thread, run)
                        .isTrue();
            }
        }
        assertThat(server.changed).as("sent again, but not as it was").isEmpty();
    }

    @Test
    void the_next_process_sends_what_a_killed_one_left() throws Exception {
        long seed = 11;
        Random random = new Random(seed);
        Path[] counts = new Path[KILLS];
        for (int run = 0; run < KILLS; run++) {
            Path file = counts(run);
            counts[run] = file;
            Process process = start(run, file);
            long enough = 1_000L + random.nextInt(20_000);
            await().atMost(LONG)
                    .pollInterval(1, TimeUnit.MILLISECONDS)
                    .until(() -> total(file) > enough || !process.isAlive());
            kill(process);
            assertThat(total(file)).as("seed %d", seed).isGreaterThan(enough);
        }
        try (ApiCostTracker tracker = settings().open()) {
            assertThat(tracker.flush(LONG)).isTrue();
            assertBalanced(tracker.counts());
        }
        for (int run = 0; run < KILLS; run++) {
            assertAllArrived(run, counts[run]);
        }
        assertThat(reports).as("no damage").isEmpty();
    }

    @Test
    void two_processes_share_a_folder_and_the_one_that_lives_on_sends_for_both() throws Exception {
        server.replies = lines -> StubServer.Reply.of(503, "journal_unavailable");
        Path first = counts(0);
        Path second = counts(1);
        Process one = start(0, first);
        Process two = start(1, second);
        await().atMost(LONG).until(() -> total(first) > 1_000 && total(second) > 1_000);
        assertThat(folder.resolve("spool/spool-1.ring")).exists();
        kill(one);
        kill(two);
        server.replies = server::accept;
        try (ApiCostTracker tracker = settings().open()) {
            await().atMost(LONG).until(() -> !Files.exists(folder.resolve("spool/spool-1.ring")));
            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(tracker.counts().found()).isGreaterThanOrEqualTo(2_000);
            assertBalanced(tracker.counts());
        }
        assertAllArrived(0, first);
        assertAllArrived(1, second);
    }
}
