package dev.tare.server.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.rollup.Verification;
import dev.tare.testkit.CorrectedUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Corrections in a file: of one made before there were any, in another zone, and damaged. */
final class CorrectedFileTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** What version 1 didn't have, taken away again. */
    private static final List<String> BACK_TO_VERSION_1 =
            List.of(
                    "DROP TABLE api_cost_summary_adjustments",
                    "DROP TABLE api_cost_summary_quantity_adjustments",
                    "DROP TABLE usage_quarter_hour_adjustments",
                    "DROP TABLE usage_quarter_hour_quantity_adjustments",
                    "DROP TABLE usage_user_day_adjustments",
                    "DROP VIEW api_cost_summaries_adjusted",
                    "DROP VIEW api_usage_logs_adjusted",
                    "CREATE OR REPLACE TABLE api_cost_adjustments (id VARCHAR NOT NULL,"
                            + " event_source VARCHAR NOT NULL, event_id VARCHAR NOT NULL,"
                            + " event_time TIMESTAMPTZ NOT NULL, booked_at TIMESTAMPTZ NOT NULL,"
                            + " reason VARCHAR NOT NULL, batch VARCHAR,"
                            + " cost_change DECIMAL(18, 9), credit_value_change DECIMAL(18, 9),"
                            + " old_plan VARCHAR, new_plan VARCHAR)",
                    "UPDATE tare_schema SET version = 1");

    /** Where a ledger lies that is whole. */
    @TempDir private static Path made;

    @TempDir private Path folder;

    @BeforeAll
    static void make() {
        try (DuckDbLedger ledger = DuckDbLedger.open(made.resolve("ledger.duckdb"), UTC)) {
            CorrectedUsage.small().record(ledger.store());
        }
    }

    @Test
    void aFileOfVersion1TakesCorrectionsOnceItIsOpened() throws SQLException {
        DuckDbLedger.open(file(), UTC).close();
        execute(BACK_TO_VERSION_1.toArray(String[]::new));

        try (DuckDbLedger ledger = DuckDbLedger.open(file(), UTC)) {
            CorrectedUsage.small().record(ledger.store());

            assertThat(ledger.verify()).allSatisfy(c -> assertThat(c.findings()).isEmpty());
            assertThat(ledger.verify().getLast().looked()).isPositive();
        }
    }

    @Test
    void inAnotherZoneCorrectionsLieInItsDays() {
        try (DuckDbLedger ledger = DuckDbLedger.open(file(), UTC)) {
            CorrectedUsage.small().record(ledger.store());
        }
        try (DuckDbLedger ledger = DuckDbLedger.open(file(), ZoneId.of("Asia/Kathmandu"))) {
            assertThat(ledger.verify()).allSatisfy(c -> assertThat(c.findings()).isEmpty());
        }
    }

    @Test
    void aBackupHoldsThem() {
        try (DuckDbLedger ledger = DuckDbLedger.open(file(), UTC)) {
            CorrectedUsage.small().record(ledger.store());
            ledger.backups().backup(folder.resolve("copy.duckdb"));
            try (DuckDbLedger copy = DuckDbLedger.open(folder.resolve("copy.duckdb"), UTC)) {
                assertThat(copy.verify()).allSatisfy(c -> assertThat(c.findings()).isEmpty());
                assertThat(copy.verify().getLast().looked())
                        .isEqualTo(ledger.verify().getLast().looked());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE api_cost_adjustments SET cost_change = cost_change + 1",
                "UPDATE api_cost_adjustments SET credit_value = credit_value + 1",
                "UPDATE api_cost_adjustments SET plan = 'other'",
                "UPDATE api_cost_adjustments SET new_plan = NULL",
                "UPDATE api_cost_adjustments SET user_id = 'other'",
                "UPDATE api_cost_adjustments SET api_cost = api_cost + 1, cost_change"
                        + " = cost_change + 1",
                "UPDATE api_cost_adjustments SET quantities = '{\"images\":99}'",
                "UPDATE api_cost_adjustments SET event_id = 'nobody' WHERE number = 1",
                "DELETE FROM api_cost_adjustments WHERE number = 1",
                "DELETE FROM api_cost_summary_adjustments",
                "UPDATE usage_quarter_hour_adjustments SET total_cost = total_cost + 1",
                "UPDATE api_cost_summary_quantity_adjustments SET quantity = quantity + 1",
                "DELETE FROM usage_quarter_hour_quantity_adjustments",
                "UPDATE usage_user_day_adjustments SET requests = requests + 1"
            })
    void plantedDamageIsFound(String damage) throws Exception {
        Files.copy(made.resolve("ledger.duckdb"), file());
        execute(damage);

        try (DuckDbLedger ledger = DuckDbLedger.open(file(), UTC)) {
            List<Verification.Check> checks = ledger.verify();
            assertThat(checks).as(damage).anyMatch(check -> !check.passed());
            assertThat(checks.stream().flatMap(check -> check.findings().stream()))
                    .as(damage)
                    .hasSizeLessThan(5 * Verification.FINDINGS_MAX)
                    .allSatisfy(finding -> assertThat(finding).isNotBlank());
        }
    }

    private Path file() {
        return folder.resolve("ledger.duckdb");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
