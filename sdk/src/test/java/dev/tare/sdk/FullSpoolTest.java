package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What happens at each limit: never a wait, always a count. */
class FullSpoolTest extends TrackerCase {
    /** Returns how many got in. */
    private static int fill(ApiCostTracker tracker) {
        int kept = 0;
        while (tracker.track(event("u" + kept))) {
            kept++;
        }
        return kept;
    }

    private String lastTold() {
        return server.trackers.get(server.trackers.size() - 1);
    }

    @Test
    void the_newest_are_dropped_counted_and_the_server_is_told_even_after_a_restart() {
        server.replies = lines -> StubServer.Reply.of(503, "journal_unavailable");
        int kept;
        try (ApiCostTracker tracker = settings().open()) {
            kept = fill(tracker);
            assertThat(kept).isBetween(5_000, 20_000);
            for (int i = 0; i < 41; i++) {
                assertThat(tracker.track(event("late"))).isFalse();
            }
            TrackerCounts counts = tracker.close(Duration.ofMillis(200));
            assertThat(counts.dropped()).isEqualTo(42);
            assertBalanced(counts);
        }
        awaitFree();
        assertThat(reports(TrackerReport.Dropped.class))
                .last()
                .satisfies(told -> assertThat(told.total()).isEqualTo(42));
        server.replies = server::accept;
        try (ApiCostTracker tracker = settings().open()) {
            assertThat(tracker.flush(LONG)).isTrue();

            assertThat(server.all("user_id")).isEqualTo(users(0, kept));
            assertThat(lastTold()).matches("[0-9a-f]{16}; dropped=42; rejected=0; spooled=\\d+");
            assertThat(tracker.counts().droppedOverRestarts()).isEqualTo(42);
            assertBalanced(tracker.counts());
        }
    }

    @Test
    void it_takes_events_again_as_soon_as_there_is_room() {
        server.replies = lines -> StubServer.Reply.of(503, "journal_unavailable");
        try (ApiCostTracker tracker = settings().open()) {
            int kept = fill(tracker);
            server.replies = server::accept;
            for (int round = 0; round < 5; round++) {
                assertThat(tracker.flush(LONG)).isTrue();
                track(tracker, kept, kept + 3_000);
                kept += 3_000;
            }
            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(server.all("user_id")).isEqualTo(users(0, kept));
            assertBalanced(tracker.counts());
        }
        // Losses are told although there is nothing more to send.
        assertThat(lastTold()).contains("; dropped=1; ");
    }

    @Test
    void without_a_folder_it_works_in_memory_and_says_so() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        server.replies = lines -> StubServer.Reply.of(503, "journal_unavailable");
        TrackerCounts counts;
        try (ApiCostTracker tracker = settings().spoolFolder(file).memoryBytes(1 << 16).open()) {
            assertThat(troubles()).startsWith("spool_unavailable");
            assertThat(tracker.counts().inMemory()).isTrue();
            int kept = fill(tracker);
            assertThat(kept).isBetween(100, 1_000);
            server.replies = server::accept;
            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(server.all("user_id")).isEqualTo(users(0, kept));
            server.replies = lines -> StubServer.Reply.of(503, "journal_unavailable");
            track(tracker, 0, 7);
            counts = tracker.close(Duration.ofMillis(50));
        }
        // What only memory held is lost with the tracker, and counted as that.
        assertThat(counts.dropped()).isEqualTo(1 + 7);
        assertThat(counts.spooled()).isZero();
        assertBalanced(counts);
    }

    @Test
    void the_disk_holds_what_was_asked_for_and_no_more() throws Exception {
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, 0, 100);
            try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
                List<Path> names = files.map(Path::getFileName).sorted().toList();
                assertThat(names)
                        .extracting(Path::toString)
                        .containsExactly("spool-0.lock", "spool-0.ring");
            }
            assertThat(Files.size(folder.resolve("spool/spool-0.ring")))
                    .isEqualTo((1 << 20) + SpoolHeader.SIZE);
        }
        try (ApiCostTracker tracker = settings().spoolBytes(2 << 20).open()) {
            assertThat(Files.size(folder.resolve("spool/spool-0.ring")))
                    .as("empty, so it takes its new size")
                    .isEqualTo((2 << 20) + SpoolHeader.SIZE);
            assertThat(tracker.counts().found()).isZero();
        }
    }
}
