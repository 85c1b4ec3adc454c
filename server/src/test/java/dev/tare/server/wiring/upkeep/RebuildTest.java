package dev.tare.server.wiring.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.rollup.Verification;
import dev.tare.server.journal.Disk;
import dev.tare.server.journal.RenameSteps;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.upkeep.Rebuild.Outcome;
import dev.tare.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger made anew: complete and verified in the old one's place, or nothing changed. */
class RebuildTest {
    @TempDir Path folder;

    private final SettableClock clock = new SettableClock(SmallHouse.NOW);
    private Path data;
    private Path copy;
    private String report = "";

    /** 40 events, a backup, 40 more. */
    @BeforeEach
    void fill() {
        data = folder.resolve("data");
        copy = data.resolve("backups/mine.duckdb");
        try (SmallHouse house = open()) {
            house.send("a-", 40);
            house.snapshots.backup(copy);
            house.send("b-", 40);
            report = house.report();
        }
    }

    private SmallHouse open() {
        return new SmallHouse(data, clock);
    }

    private HouseSettings settings() {
        return new HouseSettings(data, ZoneOffset.UTC);
    }

    private Outcome rebuild(@Nullable Path from, boolean fromStart, boolean acceptGap) {
        Rebuild.Order order =
                new Rebuild.Order(
                        settings(), data.resolve("backups"), from, fromStart, acceptGap, "rebuild");
        return new Rebuild(order, clock).run((done, total, records) -> {});
    }

    private Outcome.Done done(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return (Outcome.Done) outcome;
    }

    private void refused(Outcome outcome, String code, String... words) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(code);
                            assertThat(refused.message()).contains(words);
                        });
        assertThat(data.resolve("tare.duckdb.rebuild")).doesNotExist();
    }

    private void reopenedIsTheSame() {
        try (SmallHouse house = open()) {
            assertThat(house.report()).isEqualTo(report);
            assertThat(house.ledger.verify()).allMatch(Verification.Check::passed);
            house.send("c-", 3);
        }
    }

    @Test
    void from_the_newest_backup_and_the_journal_comes_the_same_ledger() throws IOException {
        Files.writeString(data.resolve("tare.duckdb"), "not a database any more");
        Outcome.Done done = done(rebuild(null, false, false));
        assertThat(done.base()).isEqualTo(copy);
        assertThat(done.applied()).isEqualTo(40);
        assertThat(done.events()).isEqualTo(80);
        assertThat(done.eventsBefore()).isNull();
        assertThat(done.aside()).hasContent("not a database any more");
        reopenedIsTheSame();
    }

    @Test
    void from_the_journal_alone_comes_the_same_ledger() {
        Outcome.Done done = done(rebuild(null, true, false));
        assertThat(done.base()).isNull();
        assertThat(done.applied()).isEqualTo(81);
        assertThat(done.eventsBefore()).isEqualTo(80);
        reopenedIsTheSame();
    }

    @Test
    void a_gap_is_named_and_nothing_is_changed() throws IOException {
        Path ledger = data.resolve("tare.duckdb");
        byte[] before = Files.readAllBytes(ledger);
        deleteJournalUpTo(1);
        refused(rebuild(null, true, false), "gap", "begins at offset", "ends at offset 0");
        deleteJournalUpTo(1_000);
        refused(rebuild(null, false, false), "gap", "mine.duckdb", "bytes between them");
        assertThat(ledger).hasBinaryContent(before);
        assertThat(SmallHouse.files(data, ".wal")).isEmpty();
    }

    /** Leaves the newest file in any case. */
    private void deleteJournalUpTo(int count) throws IOException {
        List<Path> files = SmallHouse.files(data.resolve("journal"), ".journal");
        for (Path file : files.subList(0, Math.min(count, files.size() - 1))) {
            Files.delete(file);
        }
    }

    @Test
    void files_that_the_backup_covers_are_not_missed() throws IOException {
        deleteJournalUpTo(2);
        assertThat(done(rebuild(null, false, false)).events()).isEqualTo(80);
        reopenedIsTheSame();
    }

    @Test
    void damage_in_the_journal_is_a_refusal_and_after_a_repair_a_gap_to_be_accepted()
            throws IOException {
        Path newest = SmallHouse.files(data.resolve("journal"), ".journal").get(5);
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        refused(rebuild(null, false, false), "journal_damaged", newest.toString(), "tare repair");

        Repair repair = new Repair(settings(), data.resolve("backups"));
        assertThat(repair.run(false).isClean()).isFalse();
        assertThat(repair.run(true).losesRecords()).isFalse();
        refused(rebuild(null, false, false), "gap", "--accept-gap");
        assertThat(done(rebuild(null, false, true)).events()).isEqualTo(79);
    }

    @Test
    void a_backup_whose_bytes_changed_is_passed_over_or_refused() throws IOException {
        byte[] bytes = Files.readAllBytes(copy);
        bytes[9_000] ^= 1;
        Files.write(copy, bytes);
        refused(rebuild(copy, false, false), "backup_damaged", "checksum");
        assertThat(done(rebuild(null, false, false)).base()).isNull();
    }

    @Test
    void the_backup_of_another_journal_is_refused() {
        try (SmallHouse other = new SmallHouse(folder.resolve("other"), clock)) {
            other.send("o-", 3);
            other.snapshots.backup(folder.resolve("other.duckdb"));
        }
        refused(
                rebuild(folder.resolve("other.duckdb"), false, false),
                "other_journal",
                "another server's");
    }

    @Test
    void a_backup_alone_in_an_empty_folder_is_a_ledger() {
        data = folder.resolve("new");
        assertThat(done(rebuild(copy, false, false)).events()).isEqualTo(40);
        try (SmallHouse house = open()) {
            house.send("a-", 40); // Sent again by those who weren't sure: known already.
            house.send("b-", 40);
            assertThat(house.report()).isEqualTo(report);
        }
    }

    @Test
    void a_ledger_ahead_of_the_journal_is_not_replaced() throws IOException {
        List<Path> files = SmallHouse.files(data.resolve("journal"), ".journal");
        Files.delete(files.getLast());
        Files.delete(data.resolve("journal/durable.mark"));
        refused(rebuild(null, false, false), "journal_ends_early", "tare repair");
    }

    @Test
    void killed_between_the_renames_the_next_start_ends_the_swap() throws IOException {
        for (int cut = 1; cut <= 4; cut++) {
            Files.copy(copy, data.resolve("tare.duckdb.rebuild"));
            // Beside the new ledger, this would keep it from being opened.
            Files.writeString(data.resolve("tare.duckdb.wal"), "of the old ledger");
            String aside = "tare.duckdb.before-" + cut;
            RenameSteps steps = new RenameSteps(data, "tare.duckdb.swap", new DiskKilledAt(cut));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            steps.take(
                                    List.of(
                                            new RenameSteps.Step("tare.duckdb.wal", aside + ".wal"),
                                            new RenameSteps.Step("tare.duckdb", aside),
                                            new RenameSteps.Step(
                                                    "tare.duckdb.rebuild", "tare.duckdb"))));
            if (cut == 1) { // Before it was decided: all is as it was.
                Files.delete(data.resolve("tare.duckdb.wal"));
                Files.delete(data.resolve("tare.duckdb.rebuild"));
            }
            try (SmallHouse house = open()) {
                assertThat(house.report()).as("cut at %d", cut).isEqualTo(report);
            }
            assertThat(data.resolve("tare.duckdb.swap")).doesNotExist();
        }
    }

    @Test
    void a_missing_middle_is_named_by_the_journal_itself() throws IOException {
        Files.delete(SmallHouse.files(data.resolve("journal"), ".journal").get(3));
        refused(rebuild(null, false, false), "journal_damaged", "is missing");
        assertThatExceptionOfType(JournalDamaged.class).isThrownBy(this::open);
    }

    /** Fails at one rename, as if the process had been killed before it. */
    private static final class DiskKilledAt implements Disk {
        private int left;

        DiskKilledAt(int rename) {
            this.left = rename;
        }

        @Override
        public WritableFile open(Path file, boolean fresh) throws IOException {
            return LOCAL.open(file, fresh);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            left--;
            if (left == 0) {
                throw new IOException("killed");
            }
            LOCAL.rename(from, to);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            LOCAL.forceFolder(folder);
        }
    }
}
