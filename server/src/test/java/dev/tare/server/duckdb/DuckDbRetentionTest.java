package dev.tare.server.duckdb;

import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LettingGo;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.Verification;
import dev.tare.server.tables.Sql;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.LedgerUnderTest;
import dev.tare.testkit.RetentionContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class DuckDbRetentionTest extends RetentionContract {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** More than a block of the engine's, 122,880 rows, goes, and less than one stays. */
    private static final int OLD = 300_000;

    private static final int YOUNG = 20_000;

    @RegisterExtension private final DuckDbLedgers ledgers = new DuckDbLedgers();
    @TempDir private Path folder;

    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return DuckDbLedgers.underTest(ledgers.open(folder, zone));
    }

    private static void write(DuckDbLedger ledger, long offset, String prefix, int old, int young) {
        List<PricedEvent> rows = new ArrayList<>();
        for (int i = 0; i < old + young; i++) {
            // Old ones among young ones, as history that is imported late is.
            boolean isOld = i % (old + young) < old;
            Instant time = isOld ? BEFORE.minusSeconds(1 + i) : BEFORE.plusSeconds(i);
            rows.add(row(prefix + i, time, BEFORE.plusSeconds(i)));
        }
        PriceChange prices = offset == 1 ? LedgerFixtures.prices() : PriceChange.NONE;
        JournalPosition behind = new JournalPosition(LedgerFixtures.JOURNAL, offset);
        ledger.store().apply(new LedgerBatch(behind, rows, List.of(), prices, 0));
    }

    private static void letGo(DuckDbLedger ledger, long offset) {
        JournalPosition behind = new JournalPosition(LedgerFixtures.JOURNAL, offset);
        ledger.store().apply(LedgerBatch.of(behind, new LettingGo(BEFORE, BEFORE)));
    }

    private static List<String> told(DuckDbLedger ledger, long fromRow) {
        List<String> told = new ArrayList<>();
        ledger.store().eachKey(fromRow, Instant.EPOCH, (key, receivedAt) -> told.add(key.id()));
        return told;
    }

    @Test
    void rowsThatTheEngineMovedTogetherKeepTheirNumbers() {
        try (DuckDbLedger ledger = ledgers.open(folder, UTC)) {
            write(ledger, 1, "a", OLD, YOUNG);
            letGo(ledger, 2);
            write(ledger, 3, "b", 0, 150_000);
            ledger.checkpoint();
            assertThat(told(ledger, OLD + YOUNG)).hasSize(150_000).startsWith("b0");
        }
        try (DuckDbLedger ledger = ledgers.open(folder, UTC)) {
            write(ledger, 4, "c", 0, 3);
            ledger.checkpoint();
            long rows = ledger.store().rowCount();
            assertThat(rows).isEqualTo(OLD + YOUNG + 150_003);
            assertThat(told(ledger, OLD + YOUNG + 149_999))
                    .containsExactly("b149999", "c0", "c1", "c2");
            assertThat(told(ledger, rows - 1)).containsExactly("c2");
            assertThat(told(ledger, rows)).isEmpty();
            assertThat(ledger.verify()).allMatch(Verification.Check::passed);
        }
    }

    @Test
    void aBackupHoldsWhatWasLetGo() throws IOException {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        write(ledger, 1, "a", 50, 20);
        letGo(ledger, 2);
        Path copy = folder.resolve("copy.duckdb");
        assertThat(ledger.backups().backup(copy).events()).isEqualTo(20);
        ledger.close();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.copy(copy, elsewhere.resolve("ledger.duckdb"));

        DuckDbLedger restored = ledgers.open(elsewhere, UTC);

        assertThat(restored.store().rowsKept()).isEqualTo(new RowsKept(BEFORE, 50));
        assertThat(restored.store().rowCount()).isEqualTo(70);
        write(restored, 3, "b", 0, 2);
        assertThat(told(restored, 70)).containsExactly("b0", "b1");
        assertThat(restored.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void daysStayInTheirZone() {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        write(ledger, 1, "a", 5, 2);
        letGo(ledger, 2);
        ledger.close();

        assertThatThrownBy(() -> ledgers.open(folder, ZoneId.of("Asia/Tokyo")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("--zone UTC")
                .hasMessageContaining("2024-04-01");
        assertThat(ledgers.open(folder, UTC).verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void verificationFindsARowThatIsMissingBesideThoseLetGo() throws SQLException {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        write(ledger, 1, "a", 5, 3);
        letGo(ledger, 2);
        ledger.close();
        try (Connection damaging =
                DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("ledger.duckdb"))) {
            Sql.execute(damaging, "DELETE FROM api_usage_logs WHERE id = 'a6'");
        }
        ledger = ledgers.open(folder, UTC);

        assertThat(ledger.verify().getFirst().findings())
                .anyMatch(finding -> finding.contains("is 2, recorded less those let go is 3"));
        assertThat(ledger.verify().get(1).passed()).isFalse();
    }
}
