package dev.tare.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.postgres.PostgresInit.Line;
import dev.tare.server.postgres.PostgresInit.Outcome;
import dev.tare.server.postgres.PostgresInit.State;
import dev.tare.testkit.CorrectedUsage;
import java.sql.SQLException;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A ledger that was made by an earlier program. */
final class PostgresUpgradeTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** What version 1 didn't have, taken away again; and the view as it was. */
    private static final String BACK_TO_VERSION_1 =
            """
            DROP VIEW api_cost_summaries_adjusted;
            DROP VIEW api_usage_logs_adjusted;
            DROP TABLE api_cost_summary_adjustments, api_cost_summary_quantity_adjustments,
                usage_quarter_hour_adjustments, usage_quarter_hour_quantity_adjustments,
                usage_user_day_adjustments;
            ALTER TABLE api_cost_adjustments DROP COLUMN number, DROP COLUMN user_id,
                DROP COLUMN provider, DROP COLUMN operation, DROP COLUMN model, DROP COLUMN plan,
                DROP COLUMN status, DROP COLUMN error_message, DROP COLUMN processing_time_ms,
                DROP COLUMN quantities, DROP COLUMN credits, DROP COLUMN api_cost,
                DROP COLUMN credit_value, DROP COLUMN rate_card_id, DROP COLUMN pricing,
                DROP COLUMN estimated, DROP COLUMN fingerprint, DROP COLUMN metadata;
            CREATE VIEW api_usage_logs_adjusted AS
            SELECT l.id, l.source, l.created_at, l.received_at, l.user_id, l.provider, l.operation,
                l.model, COALESCE(a.new_plan, l.plan) AS plan,
                l.status, l.error_message, l.processing_time_ms, l.quantities, l.credits,
                CASE WHEN a.cost_change IS NULL THEN l.api_cost
                    ELSE COALESCE(l.api_cost, 0) + a.cost_change END AS api_cost,
                CASE WHEN a.credit_value_change IS NULL THEN l.credit_value
                    ELSE COALESCE(l.credit_value, 0) + a.credit_value_change END AS credit_value,
                l.rate_card_id, l.pricing, l.estimated, l.fingerprint, l.metadata
            FROM api_usage_logs l
            LEFT JOIN (
                SELECT event_source, event_id, event_time,
                    SUM(cost_change) AS cost_change,
                    SUM(credit_value_change) AS credit_value_change,
                    (ARRAY_AGG(new_plan ORDER BY booked_at DESC)
                        FILTER (WHERE new_plan IS NOT NULL))[1] AS new_plan
                FROM api_cost_adjustments
                GROUP BY event_source, event_id, event_time
            ) a ON a.event_source = l.source AND a.event_id = l.id AND a.event_time = l.created_at;
            UPDATE tare_ledger SET version = 1;
            """;

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();
    private final PostgresAddress address = PostgresDatabases.make();
    private final AskedDatabase database = new AskedDatabase(address);

    @BeforeEach
    void ofVersion1() throws SQLException {
        PostgresInit.run(address, UTC);
        database.run(BACK_TO_VERSION_1);
    }

    @Test
    void initAddsWhatIsNewAndLeavesTheRest() {
        Outcome outcome = PostgresInit.run(address, UTC);

        assertThat(outcome.refused()).isEmpty();
        assertThat(outcome.lines())
                .filteredOn(line -> line.state() == State.CREATED)
                .extracting(Line::name)
                .contains("usage_user_day_adjustments", "api_cost_summaries_adjusted")
                .doesNotContain("api_usage_logs", "api_cost_adjustments");
        assertThat(PostgresInit.run(address, UTC).lines())
                .allMatch(line -> line.state() == State.EXISTS);
    }

    @Test
    void theServerAddsItTooAndBooksCorrections() throws SQLException {
        try (PostgresLedger ledger = PostgresLedger.open(address, UTC)) {
            CorrectedUsage.small().record(ledger.store());

            assertThat(ledger.verify()).allSatisfy(c -> assertThat(c.findings()).isEmpty());
            assertThat(ledger.verify().getLast().looked()).isPositive();
        }
        assertThat(database.asked("SELECT version FROM tare_ledger"))
                .containsExactly("" + Scripts.VERSION);
    }

    @Test
    void thePrintedScriptDoesTheSame() throws SQLException {
        database.run(PrintedSql.tables(address.schema(), UTC));

        assertThat(database.asked("SELECT version FROM tare_ledger"))
                .containsExactly("" + Scripts.VERSION);
        assertThat(PostgresInit.run(address, UTC).lines())
                .allMatch(line -> line.state() == State.EXISTS);
    }

    @Test
    void aTableOfVersion1ThatIsGoneIsLostStill() throws SQLException {
        database.run("DROP TABLE usage_user_days");

        assertThat(PostgresInit.run(address, UTC).refused()).contains("lost usage_user_days");
    }

    @Test
    void aLedgerOfALaterProgramIsLeftAlone() throws SQLException {
        PostgresInit.run(address, UTC);
        database.run("UPDATE tare_ledger SET version = 99");

        assertThatThrownBy(() -> PostgresLedger.open(address, UTC))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("version 99");
        assertThatThrownBy(() -> database.run(PrintedSql.tables(address.schema(), UTC)))
                .hasMessageContaining("version 99");
    }
}
