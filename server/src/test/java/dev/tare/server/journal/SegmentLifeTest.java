package dev.tare.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old segments go, the rest is read as before; and what waits in memory has a bound. */
class SegmentLifeTest {
    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir Path folder;

    private List<JournalPosition> fill(FileJournal journal) {
        List<JournalPosition> ends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ends.add(Journals.append(journal, "event-" + i));
        }
        return ends;
    }

    private long segments() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().endsWith(Segment.SUFFIX)).count();
        }
    }

    @Test
    void segments_wholly_before_an_offset_are_deleted_and_reading_goes_on_from_there()
            throws IOException {
        List<JournalPosition> ends;
        JournalPosition kept;
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            ends = fill(journal);
            kept = ends.get(100);
            assertThat(journal.deleteBefore(kept.offset(), LATER)).isPositive();
            assertThat(journal.firstOffset()).isPositive().isLessThanOrEqualTo(kept.offset());
            assertThat(journal.read(kept, Integer.MAX_VALUE)).hasSize(99);
            assertThatExceptionOfType(JournalDamaged.class)
                    .isThrownBy(() -> Journals.all(journal))
                    .withMessageContaining("is missing")
                    .withMessageContaining("tare rebuild");
        }
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            assertThat(journal.read(kept, Integer.MAX_VALUE)).hasSize(99);
            Journals.append(journal, "next");
            assertThat(journal.read(ends.getLast(), 10)).hasSize(1);
        }
    }

    @Test
    void the_newest_segment_and_young_ones_stay() throws IOException {
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            List<JournalPosition> ends = fill(journal);
            long before = segments();
            assertThat(journal.deleteBefore(ends.getLast().offset(), Instant.EPOCH)).isZero();
            assertThat(segments()).isEqualTo(before);
            journal.deleteBefore(Long.MAX_VALUE, LATER);
            assertThat(segments()).isEqualTo(1);
            Journals.append(journal, "next");
        }
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            Journals.append(journal, "and after");
        }
    }

    @Test
    void beyond_its_bound_the_queue_refuses_at_once_and_takes_again_when_there_is_room()
            throws Exception {
        FaultyDisk disk = new FaultyDisk();
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        JournalSettings settings = new JournalSettings(1 << 20, 1 << 20, 2_000);
        try (FileJournal journal = FileJournal.open(folder, settings, disk, UUID::randomUUID)) {
            disk.duringWrite = () -> waitFor(go, stuck);
            List<CompletableFuture<JournalPosition>> taken = new ArrayList<>();
            taken.add(journal.append(SampleEvents.record("0")));
            assertThat(stuck.await(60, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<JournalPosition> next = journal.append(SampleEvents.record("1"));
            while (!next.isCompletedExceptionally()) {
                taken.add(next);
                assertThat(taken).hasSizeLessThan(100);
                next = journal.append(SampleEvents.record("" + taken.size()));
            }
            assertThat(refusal(next)).isEqualTo(JournalUnavailable.Cause.BUSY);
            assertThat(journal.load().queuedRecords()).isEqualTo(taken.size() - 1);
            assertThat(journal.load().queuedBytes()).isBetween(1_000L, 2_000L);
            go.countDown();
            taken.forEach(CompletableFuture::join);
            Journals.append(journal, "again");
            assertThat(Journals.ids(journal)).hasSize(taken.size() + 1);
            assertThat(journal.load().queuedBytes()).isZero();
            assertThat(journal.load().syncs()).isBetween(2L, 4L);
            assertThat(journal.load().syncNanos())
                    .isGreaterThanOrEqualTo(journal.load().lastSyncNanos());
        }
    }

    private static void waitFor(CountDownLatch go, CountDownLatch reached) {
        reached.countDown();
        try {
            assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static JournalUnavailable.Cause refusal(CompletableFuture<JournalPosition> append) {
        return append.handle((position, refused) -> ((JournalUnavailable) refused).reason()).join();
    }
}
