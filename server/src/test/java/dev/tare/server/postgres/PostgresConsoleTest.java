package dev.tare.server.postgres;

import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.SqlConsole.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's own questions to a database that holds more than the ledger. */
final class PostgresConsoleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();
    private PostgresLedger ledger;

    @BeforeEach
    void openWithTwoRows() {
        ledger = ledgers.open(PostgresDatabases.make(), ZoneId.of("UTC"));
        ledger.store().apply(batch(1, List.of(row("a", NOW, NOW), row("b", NOW, NOW))));
    }

    private Answer ask(String sql) {
        return ledger.console().ask(sql, 1_000, LONG);
    }

    @Test
    void values_are_text_as_the_database_prints_them() {
        assertThat(
                        ask(
                                "SELECT id, created_at, NULL AS nothing, 1.50 AS x"
                                        + " FROM api_usage_logs ORDER BY id; "))
                .isEqualTo(
                        new Answer.Rows(
                                List.of("id", "created_at", "nothing", "x"),
                                List.of(
                                        Arrays.asList(
                                                "a", "2026-11-23 10:15:30.123456+00", null, "1.50"),
                                        Arrays.asList(
                                                "b",
                                                "2026-11-23 10:15:30.123456+00",
                                                null,
                                                "1.50")),
                                false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH x AS (SELECT 1 AS n) SELECT n FROM x",
                "VALUES (1), (2)",
                "TABLE api_cost_config",
                "(SELECT 1) UNION (SELECT 2)",
                "-- of the last days\nSELECT COUNT(*) FROM api_usage_logs",
                "/* why; */ SELECT ';' || $$;$$",
                "EXPLAIN SELECT * FROM api_usage_logs"
            })
    void what_reads_is_answered(String sql) {
        assertThat(ask(sql)).isInstanceOf(Answer.Rows.class);
    }

    @Test
    void no_more_rows_are_given_than_asked_for() {
        Answer answer = ledger.console().ask("SELECT generate_series(1, 5000)", 1_200, LONG);

        assertThat(((Answer.Rows) answer).rows()).hasSize(1_200);
        assertThat(((Answer.Rows) answer).truncated()).isTrue();
        assertThat(((Answer.Rows) ask("SELECT generate_series(1, 1000)")).truncated()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE FROM api_usage_logs | read_only",
                "SELECT 1; DELETE FROM api_usage_logs | read_only",
                "SELECT 1; COMMIT; DELETE FROM api_usage_logs | read_only",
                "COMMIT | read_only",
                "SET default_transaction_read_only = off | read_only",
                "COPY api_usage_logs TO '/tmp/x' | read_only",
                "WITH x AS (DELETE FROM api_usage_logs RETURNING id) SELECT * FROM x | failed",
                "EXPLAIN (ANALYZE) DELETE FROM api_usage_logs | read_only",
                "SELECT * INTO other FROM api_usage_logs | invalid_sql",
                "SELECT id FROM api_usage_logs FOR UPDATE | read_only",
                "SELECT tare_add_month('2031-01-01') | read_only",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity | not_allowed",
                "SELECT \"pg_cancel_backend\" (1) | not_allowed",
                "SELECT pg_read_file/**/('/etc/passwd') | not_allowed",
                "SELECT lo_create(7) | not_allowed",
                "SELECT * FROM ts_stat('SELECT 1') | not_allowed",
                "SELECT schema_to_xml('public', true, true, '') | not_allowed",
                "SELECT set_config('transaction_read_only', 'off', false) | not_allowed",
                "SELECT U&\"\\0070g_sleep\"(1) | not_allowed",
                "SELECT nothing FROM nowhere | invalid_sql",
                "SELEC 1 | read_only",
                "SELECT 1 / 0 | failed"
            })
    void what_does_more_or_cannot_be_done_is_refused(String sql, String code) {
        assertThat(ask(sql))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused ->
                                assertThat(refused.code()).as(refused.message()).isEqualTo(code));
        assertThat(ledger.store().rowCount()).isEqualTo(2);
        assertThat(ask("SELECT COUNT(*) FROM api_usage_logs"))
                .isEqualTo(new Answer.Rows(List.of("count"), List.of(List.of("2")), false));
    }

    @Test
    void a_question_that_takes_too_long_is_ended() {
        Answer answer =
                ledger.console()
                        .ask(
                                "SELECT COUNT(*) FROM generate_series(1, 1000000000)",
                                10,
                                Duration.ofMillis(200));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("time_limit"));
    }
}
