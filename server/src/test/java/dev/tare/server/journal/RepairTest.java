package dev.tare.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repair saves what checks out, where it always was, and says what was lost. The bench's damage
 * trial tries it a thousand ways.
 */
class RepairTest {
    private static final int RECORDS = 200;

    @TempDir Path folder;

    private final List<JournalPosition> ends = new ArrayList<>();
    private List<Path> files = List.of();

    @BeforeEach
    void several_segments() throws IOException {
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            for (int i = 0; i < RECORDS; i++) {
                ends.add(Journals.append(journal, "event-" + i));
            }
        }
        files = segments();
        assertThat(files).hasSizeGreaterThan(3);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().endsWith(Segment.SUFFIX)).sorted().toList();
        }
    }

    private RepairReport inspect(long ledger) {
        return new JournalRepair(folder).inspect(List.of(ledgerAt(ledger)));
    }

    private RepairReport repair(long ledger) {
        return new JournalRepair(folder).apply(List.of(ledgerAt(ledger)));
    }

    private JournalPosition ledgerAt(long offset) {
        return new JournalPosition(ends.getFirst().journal(), offset);
    }

    private long end(int record) {
        return ends.get(record).offset();
    }

    private static List<String> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "event-" + i).toList();
    }

    /** The first record that begins in that file. */
    private int firstOf(Path file) throws IOException {
        long start = Segment.read(file).start();
        return (int) ends.stream().filter(end -> end.offset() <= start).count();
    }

    @Test
    void a_sound_journal_needs_nothing() {
        RepairReport report = inspect(end(RECORDS - 1));
        assertThat(report.isClean()).isTrue();
        assertThat(report.records()).isEqualTo(RECORDS);
    }

    @Test
    void one_bad_record_is_lost_alone_and_the_others_keep_their_offsets() throws IOException {
        Path file = files.get(1);
        int bad = firstOf(file) + 2;
        byte[] damaged = flip(file, Segment.read(file).place(end(bad)) - 1);

        RepairReport report = repair(end(bad + 5));

        assertThat(report.findings())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.file()).isEqualTo(file.getFileName().toString());
                    assertThat(found.place()).isEqualTo(Segment.read(file).place(end(bad - 1)));
                });
        assertThat(report.losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.from()).isEqualTo(end(bad - 1));
                    assertThat(loss.to()).isEqualTo(end(bad));
                    assertThat(loss.recordsTold()).isEqualTo(1);
                    assertThat(loss.after()).isEqualTo(SampleEvents.RECEIVED);
                    assertThat(loss.bytesNotInLedger()).isZero();
                });
        assertThat(report.losesRecords()).isFalse();
        assertThat(file.resolveSibling(file.getFileName() + ".damaged")).hasBinaryContent(damaged);
        List<String> left = new ArrayList<>(events(0, RECORDS));
        left.remove("event-" + bad);
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            assertThat(Journals.ids(journal)).isEqualTo(left);
            assertThat(journal.end()).isEqualTo(ends.getLast());
            assertThat(journal.read(ledgerAt(end(bad + 5)), Integer.MAX_VALUE))
                    .hasSize(RECORDS - bad - 6);
            assertThat(journal.holes())
                    .containsExactly(new FileJournal.Hole(end(bad - 1), end(bad)));
        }
        assertThat(inspect(end(bad + 5)).declared()).hasSize(1);
        assertThat(inspect(end(bad + 5)).isClean()).isTrue();
    }

    @Test
    void what_the_ledger_had_not_recorded_is_called_lost() throws IOException {
        Path file = files.get(1);
        int bad = firstOf(file);
        flip(file, Segment.read(file).place(end(bad)) - 1);
        RepairReport report = repair(end(bad - 1));
        assertThat(report.losesRecords()).isTrue();
        assertThat(report.losses().getFirst().bytesNotInLedger())
                .isEqualTo(end(bad) - end(bad - 1));
    }

    @Test
    void a_lost_end_is_never_numbered_anew() throws IOException {
        long start = Segment.read(files.getLast()).start();
        Files.delete(files.getLast());
        assertThatExceptionOfType(JournalDamaged.class)
                .isThrownBy(() -> Journals.small(folder, Disk.LOCAL))
                .withMessageContaining("tare repair");

        assertThat(repair(end(RECORDS - 1)).losesRecords()).isFalse();

        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            // Behind the last record there is, not behind the hole.
            assertThat(journal.end().offset()).isEqualTo(start);
            assertThat(journal.read(ends.getLast(), 10)).isEmpty();
            assertThat(journal.awaitBeyond(ends.getLast(), Duration.ofMillis(1))).isFalse();
            assertThat(Journals.append(journal, "new").offset()).isGreaterThan(end(RECORDS - 1));
            assertThat(journal.read(ends.getLast(), 10)).hasSize(1);
            assertThat(journal.awaitBeyond(ends.getLast(), Duration.ofMillis(1))).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void a_ledger_ahead_of_the_journal_has_a_way_out() {
        long ahead = end(RECORDS - 1) + 1_000;
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            assertThatExceptionOfType(JournalDamaged.class)
                    .isThrownBy(() -> journal.read(ledgerAt(ahead), 1))
                    .withMessageContaining("tare repair");
        }
        assertThat(repair(ahead).losesRecords()).isFalse();
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            assertThat(journal.read(ledgerAt(ahead), 1)).isEmpty();
            Journals.append(journal, "new");
            assertThat(journal.read(ledgerAt(ahead), 1)).hasSize(1);
        }
    }

    @Test
    void missing_first_files_are_a_loss_only_where_the_ledger_is_not_beyond_them()
            throws IOException {
        Files.delete(files.getFirst());
        long begin = Segment.read(files.get(1)).start();
        assertThat(inspect(begin).isClean()).isTrue();
        assertThat(new JournalRepair(folder).inspect(null).isClean()).isTrue();

        assertThat(repair(end(0)).losses().getFirst().bytesNotInLedger()).isEqualTo(begin - end(0));
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            assertThat(journal.read(ledgerAt(end(0)), 1)).hasSize(1);
        }
    }

    @Test
    void files_under_one_anothers_names_lose_nothing() throws IOException {
        Path between = folder.resolve("between");
        Files.move(files.get(0), between);
        Files.move(files.get(2), files.get(0));
        Files.move(between, files.get(2));
        RepairReport report = repair(0);
        assertThat(report.findings()).hasSize(2);
        assertThat(report.losses()).isEmpty();
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            assertThat(Journals.ids(journal)).isEqualTo(events(0, RECORDS));
        }
    }

    @Test
    void a_repair_cut_off_keeps_the_journal_closed_until_it_is_finished() throws IOException {
        flip(files.get(1), Segment.HEADER + 5);
        int renames = 5; // Of the steps file, the damaged one, and what is written anew.
        for (int cut = 1; cut < renames; cut++) {
            CutOffDisk disk = new CutOffDisk(cut);
            try {
                new JournalRepair(folder, disk).apply(List.of(ledgerAt(0)));
            } catch (RuntimeException expected) {
                assertThat(expected).hasMessageContaining("cut off");
            }
            if (Files.exists(folder.resolve("repair.steps"))) {
                assertThatExceptionOfType(JournalDamaged.class)
                        .isThrownBy(() -> Journals.small(folder, Disk.LOCAL))
                        .withMessageContaining("repair --apply");
                assertThat(inspect(0).impossible()).contains("--apply");
            }
        }
        repair(0);
        try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
            assertThat(Journals.ids(journal)).hasSize(RECORDS - 1);
        }
    }

    /** Fails at one rename, as if killed before it. */
    private static final class CutOffDisk implements Disk {
        private int left;

        CutOffDisk(int renames) {
            this.left = renames;
        }

        @Override
        public WritableFile open(Path file, boolean fresh) throws IOException {
            return LOCAL.open(file, fresh);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            left--;
            if (left == 0) {
                throw new IOException("cut off");
            }
            LOCAL.rename(from, to);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            LOCAL.forceFolder(folder);
        }
    }

    private static byte[] flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 4;
        Files.write(file, bytes);
        return bytes;
    }
}
