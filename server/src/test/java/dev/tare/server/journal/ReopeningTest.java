package dev.tare.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReopeningTest {
    @TempDir Path folder;

    @Test
    void identity_offsets_and_records_outlive_the_process() {
        UUID id;
        List<JournalEntry> before;
        try (FileJournal journal = FileJournal.open(folder)) {
            id = journal.id();
            Journals.append(journal, "e-1");
            Journals.append(journal, "e-2");
            before = Journals.all(journal);
        }
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(journal.id()).isEqualTo(id);
            assertThat(Journals.all(journal)).isEqualTo(before);
            assertThat(journal.end()).isEqualTo(before.getLast().after());
            Journals.append(journal, "e-3");
            assertThat(Journals.ids(journal)).containsExactly("e-1", "e-2", "e-3");
        }
    }

    @Test
    void each_new_folder_is_a_new_journal() {
        try (FileJournal one = FileJournal.open(folder.resolve("a/b"));
                FileJournal other = FileJournal.open(folder.resolve("c"))) {
            assertThat(one.id()).isNotEqualTo(other.id());
        }
    }

    @Test
    void segments_are_named_by_their_start_and_reading_passes_from_one_to_the_next()
            throws IOException {
        List<String> written = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
                for (int i = 0; i < 100; i++) {
                    written.add("run-" + run + "-event-" + i);
                    Journals.append(journal, written.getLast());
                }
                assertThat(Journals.ids(journal)).isEqualTo(written);
            }
        }
        List<Path> files = segments();
        assertThat(files).hasSizeGreaterThan(5);
        assertThat(files.getFirst()).hasFileName("00000000000000000000.journal");
        long start = 0;
        for (Path file : files) {
            assertThat(file).hasFileName(Segment.fileName(start));
            assertThat(Files.size(file)).isLessThanOrEqualTo(4096 + Segment.HEADER);
            start += Files.size(file) - Segment.HEADER;
        }
    }

    @Test
    void a_record_larger_than_a_segment_has_one_to_itself() {
        String large = "x".repeat(10_000);
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            Journals.append(journal, "before");
            Journals.append(journal, large);
            Journals.append(journal, "after");
            assertThat(Journals.ids(journal)).containsExactly("before", large, "after");
        }
    }

    @Test
    void a_record_over_the_maximum_is_refused_and_the_next_is_taken() {
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            assertThat(journal.append(SampleEvents.record("x".repeat(2 << 20))))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IllegalArgumentException.class)
                    .withMessageContaining("smaller batches");
            Journals.append(journal, "e-1");
            assertThat(Journals.ids(journal)).containsExactly("e-1");
        }
    }

    @Test
    void many_senders_share_an_fsync() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        int senders = 16;
        int each = 100;
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            int before = disk.forces.get();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int s = 0; s < senders; s++) {
                    String prefix = s + "-";
                    threads.execute(() -> {
                        for (int i = 0; i < each; i++) {
                            Journals.append(journal, prefix + i);
                        }
                    });
                }
            }
            assertThat(Journals.ids(journal)).hasSize(senders * each).doesNotHaveDuplicates();
            assertThat(disk.forces.get() - before).isPositive().isLessThan(senders * each / 2);
        }
    }

    @Test
    void a_folder_in_use_is_refused_by_name_and_free_after_closing() {
        try (FileJournal journal = FileJournal.open(folder)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatExceptionOfType(JournalInUse.class)
                        .isThrownBy(() -> FileJournal.open(folder))
                        .withMessageContaining(folder.toString())
                        .withMessageContaining("stop that one first");
            }
            Journals.append(journal, "e-1");
        }
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(Journals.ids(journal)).containsExactly("e-1");
        }
    }

    @Test
    void closing_again_does_not_free_the_folder_for_a_third() {
        FileJournal first = FileJournal.open(folder);
        first.close();
        try (FileJournal second = FileJournal.open(folder)) {
            first.close();
            assertThatExceptionOfType(JournalInUse.class)
                    .isThrownBy(() -> FileJournal.open(folder));
            Journals.append(second, "e-1");
        }
    }

    @Test
    void a_segment_begun_but_never_used_is_removed() throws IOException {
        JournalPosition end;
        try (FileJournal journal = FileJournal.open(folder)) {
            end = Journals.append(journal, "e-1");
        }
        Path leftover = folder.resolve(Segment.fileName(end.offset()) + ".new");
        Files.write(leftover, new byte[] {1, 2, 3});
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(journal.end()).isEqualTo(end);
            assertThat(leftover).doesNotExist();
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(Segment.SUFFIX)).sorted().toList();
        }
    }
}
