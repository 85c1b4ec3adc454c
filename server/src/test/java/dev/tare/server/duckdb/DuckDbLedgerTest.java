package dev.tare.server.duckdb;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.SqlConsole.Answer;
import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.Verification;
import dev.tare.server.tables.RollupTable;
import dev.tare.testkit.LedgerAuditContract;
import dev.tare.testkit.LedgerFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Opening, closing, damage and the file's refusals. */
final class DuckDbLedgerTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");

    @RegisterExtension private final DuckDbLedgers ledgers = new DuckDbLedgers();
    @TempDir private Path folder;

    @Test
    void aLedgerOpenedAgainIsAsItWasLeft() {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        LedgerAuditContract.fill(DuckDbLedgers.underTest(ledger));
        var state = ledger.store().state(JOURNAL);
        ledger.close();

        DuckDbLedger again = ledgers.open(folder, UTC);

        assertThat(again.store().state(JOURNAL)).isEqualTo(state);
        assertThat(again.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void aCheckpointChangesNothingButTheFile() throws IOException {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        LedgerAuditContract.fill(DuckDbLedgers.underTest(ledger));
        Path writtenAhead = folder.resolve("ledger.duckdb.wal");
        assertThat(Files.size(writtenAhead)).isPositive();

        ledger.checkpoint();

        assertThat(Files.exists(writtenAhead) ? Files.size(writtenAhead) : 0).isZero();
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void aCheckpointThatAReaderStandsInTheWayOfIsLeftForLater() {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        LedgerAuditContract.fill(DuckDbLedgers.underTest(ledger));
        ledger.close();
        DuckDbLedger again = ledgers.open(folder, UTC);
        Path writtenAhead = folder.resolve("ledger.duckdb.wal");

        long rows =
                again.audit(audit -> {
                    long before = audit.counts().rows();
                    again.store().apply(batch(50, List.of(row("meanwhile", NOW, NOW))));
                    again.checkpoint();
                    assertThat(writtenAhead).isNotEmptyFile();
                    assertThat(audit.counts().rows()).isEqualTo(before);
                    return before;
                });

        assertThat(rows).isEqualTo(600);
        again.checkpoint();
        assertThat(writtenAhead.toFile().length()).isZero();
        assertThat(again.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void rowsOfARefusedBatchDoNotComeBackWhenTheLedgerIsClosed() {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        List<PricedEvent> mixed =
                List.of(row("good", NOW, NOW), LedgerFixtures.unstorable("bad", NOW));

        assertThatThrownBy(() -> ledger.store().apply(batch(1, mixed)))
                .isInstanceOf(StoreRefusedData.class);
        assertThat(ledger.store().canStore(mixed)).isFalse();
        ledger.close();

        DuckDbLedger again = ledgers.open(folder, UTC);
        assertThat(again.<Long>audit(audit -> audit.counts().rows())).isZero();
    }

    @Test
    void anotherZoneSumsTheDaysUpAnew() {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        LedgerAuditContract.fill(DuckDbLedgers.underTest(ledger));
        String inUtc = days(ledger);
        ledger.close();

        DuckDbLedger moved = ledgers.open(folder, ZoneId.of("America/New_York"));

        assertThat(days(moved)).isNotEqualTo(inUtc);
        assertThat(moved.verify()).allSatisfy(c -> assertThat(c.findings()).isEmpty());
        moved.store().apply(batch(77, List.of(row("later", NOW, NOW))));
        assertThat(moved.verify()).allMatch(Verification.Check::passed);
        moved.close();
        assertThat(days(ledgers.open(folder, UTC))).isNotEqualTo(inUtc).contains("2026-11-23");
    }

    private static String days(DuckDbLedger ledger) {
        return ledger.console()
                .ask(
                        "SELECT day, SUM(requests) FROM api_cost_summaries GROUP BY day ORDER BY 1",
                        1000,
                        Duration.ofSeconds(20))
                .toString();
    }

    @Test
    void readOnlyAnswersAndWritesNothing() {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        LedgerAuditContract.fill(DuckDbLedgers.underTest(ledger));
        ledger.close();

        try (DuckDbLedger reading =
                DuckDbLedger.openReadOnly(
                        new DuckDbSettings(folder.resolve("ledger.duckdb"), UTC))) {
            assertThat(reading.verify()).allMatch(Verification.Check::passed);
            assertThat(
                            reading.console()
                                    .ask(
                                            "SELECT COUNT(*) FROM api_usage_logs",
                                            1,
                                            Duration.ofSeconds(20)))
                    .isEqualTo(
                            new Answer.Rows(
                                    List.of("count_star()"), List.of(List.of("600")), false));
            assertThat(reading.sums().span()).isNotNull();
            assertThat(reading.books().prices().cards()).hasSize(2);
            assertThatThrownBy(reading::store)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("read only");
        }
    }

    @Test
    void aMissingLedgerIsNotMadeByReading() {
        Path missing = folder.resolve("none.duckdb");

        assertThatThrownBy(() -> DuckDbLedger.openReadOnly(new DuckDbSettings(missing, UTC)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("no ledger");
        assertThat(missing).doesNotExist();
    }

    @Test
    void aFileOfAnotherVersionIsRefused() throws SQLException {
        ledgers.open(folder, UTC).close();
        change(folder, "UPDATE tare_schema SET version = 7");

        assertThatThrownBy(() -> ledgers.open(folder, UTC))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("version 7")
                .hasMessageContaining("knows versions to " + Schema.VERSION);
    }

    @Test
    void aFileOfSomethingElseIsRefusedAndLeftAlone() throws SQLException, IOException {
        change(folder, "CREATE TABLE mine (i INTEGER)");
        assertThatThrownBy(() -> ledgers.open(folder, UTC))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("something else");

        Path other = Files.createDirectories(folder.resolve("b"));
        Path text = other.resolve("ledger.duckdb");
        Files.writeString(text, "a shopping list, quite long, but surely not a database file");
        assertThatThrownBy(() -> ledgers.open(other, UTC))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("not a valid DuckDB database");
        assertThat(text).content().startsWith("a shopping list");
    }

    @Test
    void plantedDamageIsFound() throws SQLException, IOException {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        LedgerAuditContract.fill(DuckDbLedgers.underTest(ledger));
        ledger.close();
        assertThat(findings(folder)).isEmpty();
        assertThat(folder.resolve("ledger.duckdb.wal")).doesNotExist();

        planted(
                "UPDATE api_usage_logs SET api_cost = api_cost + 0.000000001"
                        + " WHERE id = 'r1-7'",
                "recomputed");
        planted("DELETE FROM api_usage_logs WHERE id = 'r0-3'", "rows in api_usage_logs is 599");
        List<RollupTable> charged =
                Arrays.stream(RollupTable.values()).filter(RollupTable::isCharged).toList();
        for (RollupTable table : charged) {
            for (String column : table.summed()) {
                planted(
                        "UPDATE $t SET $c = $c + 1 WHERE rowid = (SELECT MIN(rowid) FROM $t)"
                                .replace("$t", table.table())
                                .replace("$c", column),
                        table.table() + " (");
            }
        }
        planted("DELETE FROM usage_user_days WHERE rowid = 0", "usage_user_days (");
        planted("UPDATE journal_positions SET duplicates = duplicates + 1", "acknowledged");
    }

    /** In a copy of the ledger, so that each damage is the only one and none has to be mended. */
    private void planted(String damage, String finding) throws SQLException, IOException {
        Path damaged = Files.createTempDirectory(folder, "damaged");
        Files.copy(folder.resolve("ledger.duckdb"), damaged.resolve("ledger.duckdb"));
        change(damaged, damage);
        assertThat(findings(damaged)).as(damage).anyMatch(text -> text.contains(finding));
    }

    private static List<String> findings(Path in) {
        try (DuckDbLedger ledger =
                DuckDbLedger.openReadOnly(new DuckDbSettings(in.resolve("ledger.duckdb"), UTC))) {
            return ledger.verify().stream().flatMap(check -> check.findings().stream()).toList();
        }
    }

    /** As a hand in the file, with no Tare around. */
    private static void change(Path in, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:duckdb:" + in.resolve("ledger.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
