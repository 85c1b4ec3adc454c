package dev.tare.server.duckdb;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.Quarantine.Filter;
import dev.tare.core.ledger.QuarantineDecision;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineDecision.Outcome;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.pricing.PriceChange;
import dev.tare.testkit.LedgerFixtures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The quarantine in a file: damage by hand, files made earlier, copies. */
final class QuarantineFileTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");

    @RegisterExtension private final DuckDbLedgers ledgers = new DuckDbLedgers();
    @TempDir private Path folder;

    /** Two waiting, one retried, one discarded. */
    private DuckDbLedger filled() {
        DuckDbLedger ledger = ledgers.open(folder, UTC);
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, 1),
                                List.of(),
                                List.of(
                                        LedgerFixtures.setAside("a", NOW),
                                        LedgerFixtures.setAside("b", NOW),
                                        LedgerFixtures.setAside("c", NOW),
                                        LedgerFixtures.setAside("d", NOW)),
                                LedgerFixtures.prices(),
                                0));
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, 2),
                                List.of(row("new", NOW, NOW)),
                                List.of(),
                                PriceChange.NONE,
                                0,
                                List.of(
                                        decision(1, Action.RETRY, Outcome.RECORDED, "new"),
                                        decision(2, Action.DISCARD, Outcome.DISCARDED, null)),
                                List.of()));
        return ledger;
    }

    private static QuarantineDecision decision(
            int number,
            Action action,
            Outcome outcome,
            @org.jspecify.annotations.Nullable String id) {
        return new QuarantineDecision("5b8f0c39-" + number, NOW, action, outcome, id, "ann", null);
    }

    @Test
    void plantedDamageIsFound() throws SQLException {
        filled().close();
        assertThat(findings()).isEmpty();

        planted("DELETE FROM usage_quarantine WHERE id = 'c'", "in quarantine is 2");
        planted("DELETE FROM usage_quarantine WHERE id = 'b'", "isn't in quarantine");
        planted("DELETE FROM usage_quarantine WHERE id = 'a'", "go up to 4, but 3");
        planted("INSERT INTO usage_quarantine FROM usage_quarantine WHERE id='d'", "4 are there");
        planted("DELETE FROM quarantine_decisions WHERE outcome='recorded'", "in quarantine is 4");
        planted(
                "UPDATE quarantine_decisions SET action='retry', outcome='duplicate'"
                        + " WHERE outcome='discarded'",
                "isn't in the log");
        planted("UPDATE quarantine_decisions SET new_id='x' WHERE new_id='new'", "app/x");
        planted("UPDATE quarantine_decisions SET action='discard'", "with the outcome recorded");
        planted(
                "INSERT INTO quarantine_decisions FROM quarantine_decisions WHERE new_id IS NULL",
                "settled 2 times");
        planted("DELETE FROM api_usage_logs", "event app/new isn't in the log");
    }

    private void planted(String damage, String finding) throws SQLException {
        change(
                "CREATE TABLE kept_q AS FROM usage_quarantine;"
                        + " CREATE TABLE kept_d AS FROM quarantine_decisions;"
                        + " CREATE TABLE kept_l AS FROM api_usage_logs;"
                        + damage);
        assertThat(findings()).as(damage).anyMatch(text -> text.contains(finding));
        change(
                "DELETE FROM usage_quarantine; INSERT INTO usage_quarantine FROM kept_q;"
                        + " DELETE FROM quarantine_decisions;"
                        + " INSERT INTO quarantine_decisions FROM kept_d;"
                        + " DELETE FROM api_usage_logs; INSERT INTO api_usage_logs FROM kept_l;"
                        + " DROP TABLE kept_q; DROP TABLE kept_d; DROP TABLE kept_l");
        assertThat(findings()).as("after " + damage).isEmpty();
    }

    @Test
    void aFileMadeBeforeEntriesHadIdsGetsThemInTheOrderTheyCame() throws SQLException {
        filled().close();
        change(
                "DROP VIEW usage_quarantine_states; DROP TABLE quarantine_decisions;"
                        + " DELETE FROM api_usage_logs; DELETE FROM usage_quarter_hours;"
                        + " DELETE FROM usage_quarter_hour_quantities; DELETE FROM usage_user_days;"
                        + " DELETE FROM api_cost_summaries;"
                        + " DELETE FROM api_cost_summary_quantities;"
                        + " UPDATE journal_positions SET recorded = 0, quarantined = 4;"
                        + " ALTER TABLE usage_quarantine DROP COLUMN entry;"
                        + " ALTER TABLE usage_quarantine DROP COLUMN number");

        DuckDbLedger ledger = ledgers.open(folder, UTC);
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, 3),
                                List.of(),
                                List.of(LedgerFixtures.setAside("e", NOW.plusSeconds(1))),
                                PriceChange.NONE,
                                0));

        assertThat(ledger.quarantine().list(new Filter(null, null, null, 9)))
                .extracting(QuarantineEntry::id, entry -> entry.key().id())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("5b8f0c39-5", "e"),
                        org.assertj.core.groups.Tuple.tuple("5b8f0c39-4", "d"),
                        org.assertj.core.groups.Tuple.tuple("5b8f0c39-3", "c"),
                        org.assertj.core.groups.Tuple.tuple("5b8f0c39-2", "b"),
                        org.assertj.core.groups.Tuple.tuple("5b8f0c39-1", "a"));
        assertThat(ledger.verify()).allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }

    @Test
    void aBackupHoldsTheDecisions() {
        DuckDbLedger ledger = filled();
        Path copy = folder.resolve("copy.duckdb");
        ledger.backups().backup(copy);
        try (DuckDbLedger read = DuckDbLedger.open(copy, UTC)) {
            assertThat(read.quarantine().tally()).isEqualTo(ledger.quarantine().tally());
            assertThat(read.verify()).allSatisfy(check -> assertThat(check.passed()).isTrue());
        }
    }

    private List<String> findings() {
        try (DuckDbLedger ledger =
                DuckDbLedger.openReadOnly(
                        new DuckDbSettings(folder.resolve("ledger.duckdb"), UTC))) {
            return ledger.verify().stream().flatMap(check -> check.findings().stream()).toList();
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:duckdb:" + folder.resolve("ledger.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
