package dev.tare.server.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.rollup.Verification;
import dev.tare.testkit.LedgerAuditContract;
import dev.tare.testkit.LedgerFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A backup is a whole ledger that anything that speaks DuckDB can read. */
final class DuckDbBackupsTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");

    @RegisterExtension private final DuckDbLedgers ledgers = new DuckDbLedgers();
    @TempDir private Path folder;

    private DuckDbLedger ledger;

    @BeforeEach
    void open() {
        ledger = ledgers.open(folder, ZONE);
        LedgerAuditContract.fill(DuckDbLedgers.underTest(ledger));
    }

    @Test
    void aBackupIsAWholeLedgerWithItsBooksAndPasses() {
        Backups.Backup backup = ledger.backups().backup(folder.resolve("away/backup.duckdb"));

        assertThat(backup.events()).isEqualTo(600);
        assertThat(backup.bytes()).isEqualTo(backup.file().toFile().length());
        try (DuckDbLedger copy = DuckDbLedger.open(backup.file(), ZONE)) {
            assertThat(copy.verify()).allMatch(Verification.Check::passed);
            assertThat(copy.books().prices().cards()).isEqualTo(ledger.books().prices().cards());
            assertThat(copy.store().state(LedgerFixtures.JOURNAL))
                    .isEqualTo(ledger.store().state(LedgerFixtures.JOURNAL));
        }
    }

    @Test
    void aBackupAnswersTheCanonicalQueryByPlainJdbc() throws SQLException {
        Instant now = Instant.now();
        ledger.store()
                .apply(
                        LedgerFixtures.batch(
                                10,
                                List.of(
                                        LedgerFixtures.priced(
                                                LedgerFixtures.event(
                                                        "n", now, "u", "acme", "basic", null),
                                                now))));
        Path file = ledger.backups().backup(folder.resolve("backup.duckdb")).file();

        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(DuckDbConsoleTest.CANONICAL)) {
            boolean found = false;
            while (row.next()) {
                found |= row.getString("operation").equals("upscale");
            }
            assertThat(found).isTrue();
        }
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken.duckdb"), "mine");

        assertThatThrownBy(() -> ledger.backups().backup(taken))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("exists already");
        assertThat(taken).hasContent("mine");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamedAndNothingIsLeftBehind() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        assertThatThrownBy(() -> ledger.backups().backup(file.resolve("backup.duckdb")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("The backup can't be written");
        assertThat(DuckDbFile.copies(folder.resolve("ledger.duckdb"))).isEmptyDirectory();
    }

    @Test
    void intakeGoesOnMeanwhileAndEachCopyIsOneMoment() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread intake =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; !done.get(); i++) {
                                ledger.store()
                                        .apply(
                                                LedgerFixtures.batch(
                                                        100 + i,
                                                        LedgerFixtures.randomRows(
                                                                new java.util.Random(i),
                                                                "i" + i + "-",
                                                                50,
                                                                Instant.parse(
                                                                        "2026-11-01T00:00:00Z"),
                                                                Instant.parse(
                                                                        "2026-11-02T00:00:00Z"))));
                            }
                        });
        try {
            for (int i = 0; i < 3; i++) {
                Path file = ledger.backups().backup(folder.resolve("b" + i)).file();
                try (DuckDbLedger copy = DuckDbLedger.open(file, ZONE)) {
                    assertThat(copy.verify())
                            .allSatisfy(check -> assertThat(check.findings()).isEmpty());
                }
            }
        } finally {
            done.set(true);
            intake.join();
        }
    }

    @Test
    void whatACrashLeftOfACopyIsRemovedAtTheNextStart() throws IOException {
        ledger.close();
        Path copies = Files.createDirectories(DuckDbFile.copies(folder.resolve("ledger.duckdb")));
        Files.writeString(copies.resolve("tare_copy_1.duckdb"), "half");

        ledger = ledgers.open(folder, ZONE);

        assertThat(copies).isEmptyDirectory();
    }
}
