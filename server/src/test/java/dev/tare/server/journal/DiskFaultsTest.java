package dev.tare.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.server.journal.FaultyDisk.Operation;
import dev.tare.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that was refused is not in the journal, and the journal goes on when it can. */
class DiskFaultsTest {
    @TempDir Path folder;

    private final FaultyDisk disk = new FaultyDisk();
    private JournalPosition end;

    @BeforeEach
    void one_record() {
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            end = Journals.append(journal, "first");
        }
    }

    @Test
    void a_failed_write_is_refused_and_cut_off_and_the_same_segment_goes_on() throws IOException {
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            disk.fail(Operation.WRITE, 1);
            JournalUnavailable refused = Journals.refused(journal, "lost");
            assertThat(refused.reason()).isEqualTo(JournalUnavailable.Cause.IO_ERROR);
            assertThat(refused).hasMessageContaining("was not kept");
            assertThat(journal.end()).isEqualTo(end);
            Journals.append(journal, "second");
            assertThat(Journals.ids(journal)).containsExactly("first", "second");
        }
        assertThat(segments()).isEqualTo(1);
        reopenedHolds("first", "second");
    }

    @Test
    void a_failed_fsync_is_final_for_its_segment() throws IOException {
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            disk.fail(Operation.FORCE, 1);
            assertThat(Journals.refused(journal, "lost")).hasMessageContaining("was not kept");
            Journals.append(journal, "second");
            assertThat(Journals.ids(journal)).containsExactly("first", "second");
        }
        assertThat(segments()).isEqualTo(2);
        assertThat(folder.resolve(Segment.fileName(0))).hasSize(Segment.HEADER + end.offset());
        reopenedHolds("first", "second");
    }

    @Test
    void a_failed_fsync_in_an_empty_segment_replaces_it() throws IOException {
        Path empty = folder.resolve("empty");
        try (FileJournal journal = Journals.onDisk(empty, disk)) {
            assertThat(Journals.all(journal)).isEmpty();
            disk.fail(Operation.FORCE, 2);
            Journals.refused(journal, "lost");
            Journals.append(journal, "first");
            assertThat(Journals.ids(journal)).containsExactly("first");
        }
        try (FileJournal journal = FileJournal.open(empty)) {
            assertThat(Journals.ids(journal)).containsExactly("first");
        }
    }

    @Test
    void a_tail_that_cannot_be_cut_is_left_behind_the_start_of_a_new_segment() throws IOException {
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            disk.fail(Operation.FORCE, 1);
            disk.fail(Operation.TRUNCATE, 1);
            assertThat(Journals.refused(journal, "lost")).hasMessageContaining("was not kept");
            assertThat(Files.size(folder.resolve(Segment.fileName(0))))
                    .isGreaterThan(Segment.HEADER + end.offset());
            Journals.append(journal, "second");
            assertThat(Journals.ids(journal)).containsExactly("first", "second");
        }
        reopenedHolds("first", "second");
    }

    @Test
    void where_nothing_can_be_mended_the_journal_says_that_it_stays_closed() {
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            disk.fail(Operation.FORCE, 1);
            disk.fail(Operation.TRUNCATE, 100);
            disk.fail(Operation.OPEN, 100);
            assertThat(Journals.refused(journal, "lost-1"))
                    .hasMessageContaining("stays closed to new records")
                    .hasMessageContaining("with the same id");
            assertThat(Journals.refused(journal, "lost-2"))
                    .hasMessageContaining("stays closed to new records");
            assertThat(Journals.ids(journal)).containsExactly("first");
            disk.fail(Operation.TRUNCATE, 0);
            disk.fail(Operation.OPEN, 0);
            Journals.append(journal, "second");
            assertThat(Journals.ids(journal)).containsExactly("first", "second");
        }
        reopenedHolds("first", "second");
    }

    @Test
    void what_was_refused_and_could_not_be_cut_off_stays_refused_after_a_restart() {
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            disk.fail(Operation.FORCE, 1);
            disk.fail(Operation.TRUNCATE, 100);
            disk.fail(Operation.OPEN, 100);
            assertThat(Journals.refused(journal, "lost")).hasMessageContaining("with the same id.");
        }
        disk.fail(Operation.TRUNCATE, 0);
        disk.fail(Operation.OPEN, 0);
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            assertThat(journal.end()).isEqualTo(end);
            Journals.append(journal, "second");
        }
        reopenedHolds("first", "second");
    }

    @Test
    void once_mended_the_journal_keeps_what_comes_after_a_refused_tail() {
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            disk.fail(Operation.FORCE, 1);
            disk.fail(Operation.TRUNCATE, 1);
            disk.fail(Operation.OPEN, 1);
            Journals.refused(journal, "lost");
            Journals.append(journal, "second");
        }
        reopenedHolds("first", "second");
    }

    @Test
    void a_full_disk_is_named_reads_go_on_and_records_are_taken_again_once_there_is_room() {
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            for (long room = 0; room < 40; room += 13) {
                disk.room.set(room);
                for (int i = 0; i < 3; i++) {
                    JournalUnavailable refused = Journals.refused(journal, "lost-" + i);
                    assertThat(refused.reason()).isEqualTo(JournalUnavailable.Cause.DISK_FULL);
                    assertThat(refused).hasMessageContaining("make room");
                }
                assertThat(Journals.ids(journal)).startsWith("first").doesNotContain("lost-0");
                disk.room.set(Long.MAX_VALUE);
                Journals.append(journal, "room-" + room);
            }
        }
        reopenedHolds("first", "room-0", "room-13", "room-26", "room-39");
    }

    @Test
    void a_disk_full_when_a_new_segment_is_due_is_no_different() {
        try (FileJournal journal = Journals.small(folder, disk)) {
            Journals.append(journal, "x".repeat(4_000));
            disk.room.set(10);
            assertThat(Journals.refused(journal, "lost-1").reason())
                    .isEqualTo(JournalUnavailable.Cause.DISK_FULL);
            disk.room.set(Long.MAX_VALUE);
            Journals.append(journal, "second");
        }
        reopenedHolds("first", "x".repeat(4_000), "second");
    }

    @Test
    void nothing_is_written_behind_the_start_of_a_segment_that_may_exist_already() {
        try (FileJournal journal = Journals.small(folder, disk)) {
            Journals.append(journal, "x".repeat(3_000));
            disk.fail(Operation.FORCE_FOLDER, 1);
            Journals.refused(journal, "y".repeat(3_000));
            Journals.append(journal, "small enough for the segment that was full");
        }
        reopenedHolds("first", "x".repeat(3_000), "small enough for the segment that was full");
    }

    @Test
    void what_is_not_durable_is_not_read_ahead() {
        try (FileJournal journal = Journals.onDisk(folder, disk)) {
            List<String> seen = new ArrayList<>();
            disk.duringWrite = () -> seen.addAll(Journals.ids(journal));
            disk.fail(Operation.WRITE, 1);
            Journals.refused(journal, "lost");
            assertThat(seen).containsExactly("first");
            Journals.append(journal, "else");
            assertThat(Journals.ids(journal)).containsExactly("first", "else");
        }
    }

    @Test
    void a_journal_that_cannot_be_made_durable_at_opening_is_not_opened() {
        disk.fail(Operation.FORCE, 1);
        assertThatExceptionOfType(JournalUnavailable.class)
                .isThrownBy(() -> Journals.onDisk(folder, disk))
                .withMessageContaining(folder.toString())
                .withMessageContaining("can be written");
        reopenedHolds("first");
    }

    @Test
    void random_faults_lose_nothing_that_was_told_and_keep_nothing_that_was_refused() {
        long seed = 99;
        Random random = new Random(seed);
        List<String> told = new ArrayList<>(List.of("first"));
        Operation[] operations = Operation.values();
        for (int run = 0; run < 20; run++) {
            try (FileJournal journal = Journals.small(folder, disk)) {
                for (int i = 0; i < 60; i++) {
                    if (random.nextInt(4) == 0) {
                        disk.fail(
                                operations[random.nextInt(operations.length)],
                                1 + random.nextInt(3));
                    }
                    String id = run + "-" + i;
                    if (accepted(journal, id)) {
                        told.add(id);
                    }
                    assertThat(journal.end().offset()).isNotNegative();
                }
                for (Operation operation : operations) {
                    disk.fail(operation, 0);
                }
                told.add("end-" + run);
                Journals.append(journal, "end-" + run); // Mends what the last fault left.
                assertThat(Journals.ids(journal)).as("seed %d", seed).isEqualTo(told);
            }
        }
        reopenedHolds(told.toArray(String[]::new));
    }

    private static boolean accepted(FileJournal journal, String id) {
        return journal.append(SampleEvents.record(id))
                .handle((position, refused) -> refused == null)
                .join();
    }

    private void reopenedHolds(String... ids) {
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(Journals.ids(journal)).containsExactly(ids);
        }
    }

    private long segments() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(Segment.SUFFIX)).count();
        }
    }
}
