package dev.tare.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Bytes that are not as they were written: a torn end is cut, anything else is named. */
class DamageTest {
    @TempDir Path folder;

    private Path file;
    private Path mark;
    private byte[] whole;
    private final List<JournalPosition> ends = new ArrayList<>();

    @BeforeAll
    static void hundreds_of_cuts_need_no_line_each() {
        ((Logger) LoggerFactory.getLogger(FileJournal.class)).setLevel(Level.ERROR);
    }

    @AfterAll
    static void log_as_before() {
        ((Logger) LoggerFactory.getLogger(FileJournal.class)).setLevel(null);
    }

    @BeforeEach
    void three_records_in_one_file() throws IOException {
        file = folder.resolve(Segment.fileName(0));
        mark = folder.resolve(DurableMark.FILE);
        try (FileJournal journal = FileJournal.open(folder)) {
            for (String id : List.of("e-1", "e-2", "e-3")) {
                ends.add(Journals.append(journal, id));
            }
        }
        whole = Files.readAllBytes(file);
    }

    @Test
    void a_tail_torn_at_any_byte_of_the_last_record_is_cut_and_writing_goes_on()
            throws IOException {
        for (int size = place(ends.get(1)); size < whole.length; size++) {
            powerCutLeaves(Arrays.copyOf(whole, size));
            try (FileJournal journal = FileJournal.open(folder)) {
                assertThat(journal.end()).as("cut at %d", size).isEqualTo(ends.get(1));
                Journals.append(journal, "next");
                assertThat(Journals.ids(journal)).containsExactly("e-1", "e-2", "next");
            }
            try (FileJournal journal = FileJournal.open(folder)) {
                assertThat(Journals.ids(journal)).containsExactly("e-1", "e-2", "next");
            }
        }
    }

    @Test
    void a_last_record_with_any_byte_changed_is_cut_where_nobody_was_told_of_it()
            throws IOException {
        for (int at = place(ends.get(1)); at < whole.length; at++) {
            powerCutLeaves(flipped(at, 0x40));
            try (FileJournal journal = FileJournal.open(folder)) {
                assertThat(journal.end()).as("byte %d", at).isEqualTo(ends.get(1));
            }
            assertThat(Files.size(file)).isEqualTo(place(ends.get(1)));
        }
    }

    @Test
    void garbage_behind_the_end_is_cut() throws IOException {
        long seed = 7;
        Random random = new Random(seed);
        for (int size : new int[] {1, 16, 17, 500, 100_000}) {
            byte[] garbage = Arrays.copyOf(whole, whole.length + size);
            for (int i = whole.length; i < garbage.length; i++) {
                garbage[i] = (byte) random.nextInt();
            }
            Files.write(file, garbage);
            try (FileJournal journal = FileJournal.open(folder)) {
                assertThat(Journals.ids(journal)).as("%d bytes, seed %d", size, seed).hasSize(3);
            }
            assertThat(file).hasSize(whole.length);
        }
    }

    @Test
    void zeros_behind_the_end_are_cut() throws IOException {
        Files.write(file, Arrays.copyOf(whole, whole.length + 8192));
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(Journals.ids(journal)).hasSize(3);
        }
    }

    @Test
    void any_byte_changed_in_the_middle_is_named_and_nothing_is_touched() throws IOException {
        for (int at = Segment.HEADER; at < place(ends.get(1)); at++) {
            int record = at < place(ends.get(0)) ? Segment.HEADER : place(ends.get(0));
            byte[] damaged = flipped(at, 1);
            powerCutLeaves(damaged);
            refusesToOpen("is damaged at byte " + record + ":");
            assertThat(file).as("byte %d", at).hasBinaryContent(damaged);
        }
    }

    @Test
    void any_byte_changed_in_the_header_is_named() throws IOException {
        for (int at = 0; at < Segment.HEADER; at++) {
            powerCutLeaves(flipped(at, 0x10));
            refusesToOpen("is damaged at byte");
        }
    }

    @Test
    void what_was_durable_is_never_cut_even_at_the_end() throws IOException {
        for (int at = place(ends.get(1)); at < whole.length; at++) {
            Files.write(file, flipped(at, 1));
            refusesToOpen("is damaged at byte " + place(ends.get(1)) + ":");
            Files.write(file, Arrays.copyOf(whole, at));
            refusesToOpen("were durable");
        }
        Files.delete(file);
        refusesToOpen("now has no *.journal file");
    }

    @Test
    void a_changed_mark_is_as_good_as_none() throws IOException {
        byte[] bytes = Files.readAllBytes(mark);
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 0x20;
            Files.write(mark, changed);
            try (FileJournal journal = FileJournal.open(folder)) {
                assertThat(journal.end()).isEqualTo(ends.get(2));
            }
            assertThat(mark).hasBinaryContent(bytes);
        }
    }

    @Test
    void a_group_torn_in_its_middle_is_cut_whole_since_none_of_it_was_told() throws IOException {
        JournalPosition end;
        List<Waiting> group = new ArrayList<>();
        for (String id : List.of("g-1", "g-2", "g-3")) {
            byte[] payload = RecordCodec.encode(SampleEvents.record(id), 1 << 20);
            group.add(new Waiting(RecordCodec.USAGE, payload));
        }
        JournalFolder opened = JournalFolder.open(folder, Disk.LOCAL, UUID::randomUUID);
        try (DurableMark durable = DurableMark.open(folder, opened.journal());
                SegmentWriter writer =
                        new SegmentWriter(
                                opened,
                                Disk.LOCAL.open(file, false),
                                ends.get(2).offset(),
                                durable,
                                1 << 20)) {
            writer.commit(group);
            end = new JournalPosition(opened.journal(), writer.durable());
        }
        whole = Files.readAllBytes(file);
        assertThat(whole).hasSize(place(end));

        powerCutLeaves(flipped(place(ends.get(2)) + 5, 1));
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(Journals.ids(journal)).containsExactly("e-1", "e-2", "e-3");
        }
        powerCutLeaves(flipped(place(ends.get(2)) + (int) group.getFirst().bytes() + 20, 1));
        try (FileJournal journal = FileJournal.open(folder)) {
            assertThat(Journals.ids(journal)).containsExactly("e-1", "e-2", "e-3", "g-1");
        }
    }

    @Test
    void damage_in_an_older_segment_is_named_when_it_is_read() throws IOException {
        Path many = folder.resolve("many");
        List<Path> files = fillSegments(many);
        byte[] bytes = Files.readAllBytes(files.getFirst());
        long first;
        try (FileJournal journal = Journals.small(many, Disk.LOCAL)) {
            first = Journals.all(journal).getFirst().after().offset();
        }
        for (int at = Segment.HEADER; at < Segment.HEADER + first; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Files.write(files.getFirst(), damaged);
            try (FileJournal journal = Journals.small(many, Disk.LOCAL)) {
                assertThatExceptionOfType(JournalDamaged.class)
                        .isThrownBy(() -> Journals.all(journal))
                        .withMessageContaining(files.getFirst().toString())
                        .withMessageContaining("at byte " + Segment.HEADER + ":")
                        .withMessageContaining("checksum");
                assertThat(journal.end().offset()).isPositive();
            }
        }
    }

    @Test
    void a_missing_or_shortened_segment_is_named() throws IOException {
        Path many = folder.resolve("many");
        List<Path> files = fillSegments(many);
        byte[] bytes = Files.readAllBytes(files.get(1));

        Files.delete(files.get(1));
        assertThatExceptionOfType(JournalDamaged.class)
                .isThrownBy(() -> Journals.small(many, Disk.LOCAL))
                .withMessageContaining(files.get(0).toString())
                .withMessageContaining("or a file between the two, is missing");

        Files.write(files.get(1), Arrays.copyOf(bytes, bytes.length - 1));
        assertThatExceptionOfType(JournalDamaged.class)
                .isThrownBy(() -> Journals.small(many, Disk.LOCAL))
                .withMessageContaining(files.get(1).toString());

        Files.write(files.get(1), bytes);
        Files.delete(files.getFirst());
        try (FileJournal journal = Journals.small(many, Disk.LOCAL)) {
            assertThatExceptionOfType(JournalDamaged.class)
                    .isThrownBy(() -> Journals.all(journal))
                    .withMessageContaining("is missing");
        }
    }

    private static List<Path> fillSegments(Path many) throws IOException {
        try (FileJournal journal = Journals.small(many, Disk.LOCAL)) {
            for (int i = 0; i < 400; i++) {
                Journals.append(journal, "event-" + i);
            }
        }
        try (Stream<Path> all = Files.list(many)) {
            List<Path> files =
                    all.filter(f -> f.toString().endsWith(Segment.SUFFIX)).sorted().toList();
            assertThat(files).hasSizeGreaterThan(3);
            return files;
        }
    }

    private void refusesToOpen(String message) {
        assertThatExceptionOfType(JournalDamaged.class)
                .isThrownBy(() -> FileJournal.open(folder))
                .withMessageContaining(folder.toString())
                .withMessageContaining(message);
    }

    /** The file's bytes as found, and no mark of how far it was durable. */
    private void powerCutLeaves(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        Files.deleteIfExists(mark);
    }

    private byte[] flipped(int at, int bits) {
        byte[] bytes = whole.clone();
        bytes[at] ^= (byte) bits;
        return bytes;
    }

    private static int place(JournalPosition end) {
        return Segment.HEADER + (int) end.offset();
    }
}
