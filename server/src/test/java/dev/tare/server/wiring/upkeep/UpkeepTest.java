package dev.tare.server.wiring.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.wire.SnapshotNote;
import dev.tare.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups come by the clock; journal files go once a backup that checks out covers them. */
class UpkeepTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir Path folder;

    private final SettableClock clock = new SettableClock(SmallHouse.NOW);
    private SmallHouse house;
    private Path backups;

    @BeforeEach
    void open() {
        backups = folder.resolve("backups");
        house = new SmallHouse(folder.resolve("data"), clock);
        house.send("a-", 60);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Upkeep upkeep(Duration journalKeep) {
        return house.upkeep(new UpkeepSettings(DAY, 2, backups, journalKeep));
    }

    private List<Path> copies() throws IOException {
        return SmallHouse.files(backups, ".duckdb");
    }

    private void tickAfter(Upkeep upkeep, Duration time) {
        clock.advance(time);
        upkeep.tick();
    }

    @Test
    void the_first_backup_is_made_soon_the_next_by_the_clock_and_the_newest_are_kept()
            throws IOException {
        Upkeep upkeep = upkeep(DAY);
        upkeep.tick();
        assertThat(copies()).isEmpty();
        tickAfter(upkeep, Duration.ofMinutes(10));
        assertThat(copies()).hasSize(1);
        tickAfter(upkeep, DAY.minusSeconds(1));
        assertThat(copies()).hasSize(1);
        Path mine = backups.resolve("mine.duckdb");
        house.snapshots.backup(mine);
        for (int i = 0; i < 3; i++) {
            tickAfter(upkeep, DAY);
        }
        assertThat(copies()).hasSize(3).contains(mine);
        assertThat(SmallHouse.files(backups, ".json")).hasSize(3);
        assertThat(upkeep.state().lastBackup()).isEqualTo(clock.instant());
        assertThat(upkeep.state().trouble()).isNull();
    }

    @Test
    void a_restart_remembers_when_the_last_was_made() throws IOException {
        tickAfter(upkeep(DAY), Duration.ofMinutes(10));
        Upkeep restarted = upkeep(DAY);
        tickAfter(restarted, Duration.ofHours(23));
        assertThat(copies()).hasSize(1);
        tickAfter(restarted, Duration.ofHours(1));
        assertThat(copies()).hasSize(2);
    }

    @Test
    void the_note_says_what_the_copy_holds_and_one_changed_byte_shows() throws IOException {
        tickAfter(upkeep(DAY), Duration.ofMinutes(10));
        Path copy = copies().getFirst();
        SnapshotNote note = Objects.requireNonNull(Snapshots.note(copy));
        assertThat(note.states()).containsExactly(house.recorder.state());
        assertThat(note.events()).isEqualTo(60);
        assertThat(note.madeAt()).isEqualTo(clock.instant());
        assertThat(SnapshotNote.read(note.json())).isEqualTo(note);
        assertThat(Snapshots.check(copy)).isInstanceOf(Snapshots.Checked.Good.class);
        damage(copy);
        assertThat(Snapshots.check(copy)).isInstanceOf(Snapshots.Checked.Bad.class);
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void a_backup_that_fails_is_told_and_tried_again_and_intake_goes_on() throws IOException {
        Files.writeString(backups, "no folder");
        Upkeep upkeep = upkeep(DAY);
        tickAfter(upkeep, Duration.ofMinutes(10));
        assertThat(upkeep.state().trouble()).contains("No backup could be made");
        house.send("meanwhile-", 3);
        Files.delete(backups);
        tickAfter(upkeep, Duration.ofMinutes(9));
        assertThat(copies()).isEmpty();
        tickAfter(upkeep, Duration.ofMinutes(1));
        assertThat(copies()).hasSize(1);
        assertThat(upkeep.state().trouble()).isNull();
    }

    @Test
    void what_a_crash_left_of_a_backup_goes_with_the_next() throws IOException {
        Files.createDirectories(backups);
        Files.writeString(backups.resolve("auto-20991231T000000Z.duckdb"), "no note");
        Files.writeString(backups.resolve("auto-20991231T000000Z.duckdb.part"), "half");
        tickAfter(upkeep(DAY), Duration.ofMinutes(10));
        assertThat(copies()).hasSize(1);
        assertThat(SmallHouse.files(backups, ".part")).isEmpty();
    }

    /** A copy made here says nothing of how old the one is that others put back. */
    @Test
    void with_a_database_the_journal_stays_whole_whatever_copies_lie_about() throws IOException {
        int before = house.journalFiles().size();
        assertThat(before).isGreaterThan(3);
        Files.createDirectories(backups);
        house.snapshots.backup(backups.resolve("auto-20991231T000000Z.duckdb"));
        Upkeep besideDatabase =
                new Upkeep(
                        new UpkeepSettings(DAY, 2, backups, Duration.ZERO),
                        null,
                        house.journal,
                        house.recorder::state,
                        house.ledger.kept(),
                        clock);
        for (int day = 0; day < 3; day++) {
            tickAfter(besideDatabase, DAY);
        }
        assertThat(house.journalFiles()).hasSize(before);
        assertThat(copies()).hasSize(1);
        assertThat(besideDatabase.state().trouble()).isNull();
    }

    @Test
    void journal_files_stay_without_a_backup_and_go_once_one_covers_them() throws IOException {
        int before = house.journalFiles().size();
        assertThat(before).isGreaterThan(3);
        Upkeep none = house.upkeep(new UpkeepSettings(null, 2, backups, Duration.ZERO));
        tickAfter(none, DAY);
        assertThat(house.journalFiles()).hasSize(before);

        Upkeep upkeep = upkeep(Duration.ZERO);
        tickAfter(upkeep, Duration.ofMinutes(10));
        assertThat(house.journalFiles()).hasSize(1);
        long covered = house.recorder.state().position().offset();
        house.send("b-", 60);
        assertThat(house.report()).contains("\"requests\":120");
        List<Path> beyond =
                house.journalFiles().stream().filter(file -> begin(file) >= covered).toList();
        tickAfter(upkeep, Duration.ofHours(7));
        // The oldest backup kept doesn't cover what came since; a file it ends with may go.
        assertThat(beyond).hasSizeGreaterThan(3);
        assertThat(house.journalFiles()).containsAll(beyond);
    }

    /** The offset that a journal file is named by. */
    private static long begin(Path file) {
        return Long.parseLong(file.getFileName().toString().replace(".journal", ""));
    }

    @Test
    void journal_files_are_kept_for_their_time() throws IOException {
        for (Path file : house.journalFiles()) {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        }
        int before = house.journalFiles().size();
        Upkeep upkeep = upkeep(DAY.multipliedBy(3));
        tickAfter(upkeep, Duration.ofMinutes(10));
        tickAfter(upkeep, DAY.multipliedBy(2));
        assertThat(house.journalFiles()).hasSize(before);
        tickAfter(upkeep, DAY);
        assertThat(house.journalFiles()).hasSize(1);
    }

    @Test
    void a_backup_that_does_not_check_out_covers_nothing() throws IOException {
        int before = house.journalFiles().size();
        Upkeep backing = house.upkeep(new UpkeepSettings(DAY, 2, backups, null));
        tickAfter(backing, Duration.ofMinutes(10));
        damage(copies().getFirst());
        Upkeep deleting = house.upkeep(new UpkeepSettings(null, 2, backups, Duration.ZERO));
        tickAfter(deleting, DAY);
        assertThat(house.journalFiles()).hasSize(before);
        assertThat(deleting.state().trouble()).contains("checksum");
    }
}
