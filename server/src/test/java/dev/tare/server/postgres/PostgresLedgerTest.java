package dev.tare.server.postgres;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.ledger.ReadingTooLong;
import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.Verification;
import dev.tare.server.tables.Sql;
import dev.tare.testkit.LedgerFixtures;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger in a database that others use too. */
final class PostgresLedgerTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();
    private final PostgresAddress address = PostgresDatabases.make();

    @Test
    void what_was_recorded_is_there_after_the_next_start() {
        PostgresLedger first = ledgers.open(address, UTC);
        enterPrices(first);
        first.store().apply(batch(7, List.of(row("a", NOW, NOW))));
        first.close();

        PostgresLedger second = ledgers.open(address, UTC);

        assertThat(second.store().state(JOURNAL).position().offset()).isEqualTo(7);
        assertThat(second.store().rowCount()).isEqualTo(1);
        assertThat(second.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void a_question_ends_when_its_time_is_up_and_the_next_one_is_answered() throws SQLException {
        try (Sessions sessions = new Sessions(address, connection -> {})) {
            assertThatThrownBy(() ->
                            sessions.within(
                                    Duration.ofMillis(200),
                                    "Asking",
                                    (reader, _) -> Sql.count(reader, "SELECT 1 FROM pg_sleep(60)")))
                    .isInstanceOf(ReadingTooLong.class);
            assertThat(
                            sessions.<Long>within(
                                    Duration.ofSeconds(20),
                                    "Asking",
                                    (reader, _) -> Sql.count(reader, "SELECT 1")))
                    .isEqualTo(1);
        }
    }

    @Test
    void each_month_has_a_partition_and_what_lies_beyond_all_months_is_kept_too()
            throws SQLException {
        PostgresLedger ledger = ledgers.open(address, UTC);
        List<PricedEvent> rows = new ArrayList<>();
        for (String time :
                List.of(
                        "1987-06-05T04:03:02Z",
                        "2000-01-01T00:00:00Z",
                        "2026-10-31T23:59:59.999999Z",
                        "2026-11-01T00:00:00Z",
                        "2099-12-31T23:59:59.999999Z",
                        "2100-01-01T00:00:00Z")) {
            rows.add(row(time, Instant.parse(time), NOW));
        }
        enterPrices(ledger);
        ledger.store().apply(batch(2, rows));

        assertThat(
                        asked(
                                "SELECT tableoid::regclass || ' ' || COUNT(*) FROM api_usage_logs"
                                        + " GROUP BY tableoid ORDER BY 1"))
                .containsExactly(
                        "api_usage_logs_2000_01 1",
                        "api_usage_logs_2026_10 1",
                        "api_usage_logs_2026_11 1",
                        "api_usage_logs_2099_12 1",
                        "api_usage_logs_before_2000 1",
                        "api_usage_logs_from_2100 1");
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void a_month_made_by_a_transaction_that_was_undone_is_made_again() {
        PostgresLedger ledger = ledgers.open(address, UTC);
        try (LedgerTransaction transaction = ledger.store().begin()) {
            transaction.add(batch(1, List.of(row("a", NOW, NOW))));
        }
        ledger.store().apply(batch(1, List.of(row("a", NOW, NOW))));
        assertThat(ledger.store().rowCount()).isEqualTo(1);
    }

    @Test
    void a_connection_that_was_cut_is_told_and_the_next_transaction_has_a_new_one()
            throws SQLException {
        PostgresLedger ledger = ledgers.open(address, UTC);
        ledger.store().apply(batch(1, List.of(row("a", NOW, NOW))));
        assertThatThrownBy(
                        () -> {
                            try (LedgerTransaction transaction = ledger.store().begin()) {
                                transaction.add(batch(2, List.of(row("b", NOW, NOW))));
                                cutAll();
                                transaction.commit();
                            }
                        })
                .isInstanceOf(StoreUnavailable.class);

        assertThat(ledger.store().state(JOURNAL).position().offset()).isEqualTo(1);
        ledger.store().apply(batch(2, List.of(row("b", NOW, NOW))));
        assertThat(ledger.store().rowCount()).isEqualTo(2);

        assertThat(ledger.states()).hasSize(1);
        cutAll();
        assertThat(ledger.states()).as("asked through a new connection").hasSize(1);
    }

    @Test
    void a_session_that_can_only_read_is_left_for_another_one() throws SQLException {
        PostgresLedger ledger = ledgers.open(address, UTC);
        ledger.store().apply(batch(1, List.of(row("a", NOW, NOW))));
        AskedDatabase database = new AskedDatabase(address);
        String readOnly =
                "ALTER DATABASE " + address.database() + " SET default_transaction_read_only = ";
        database.runOutside(readOnly + "on");
        cutAll();
        assertThatThrownBy(() -> ledger.store().apply(batch(2, List.of(row("b", NOW, NOW)))))
                .isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> ledger.store().apply(batch(2, List.of(row("b", NOW, NOW)))))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("read-only");

        // Sessions that are open keep what they began with.
        database.runOutside(readOnly + "off");
        ledger.store().apply(batch(2, List.of(row("b", NOW, NOW))));
        assertThat(ledger.store().rowCount()).isEqualTo(2);
    }

    @Test
    void another_zone_cuts_the_days_anew_and_whoever_still_has_the_old_one_writes_nothing() {
        PostgresLedger before = ledgers.open(address, UTC);
        Random random = new Random(20_261_125);
        before.store()
                .apply(
                        batch(
                                1,
                                LedgerFixtures.randomRows(
                                        random, "a", 2_000, NOW.minus(Duration.ofDays(40)), NOW)));

        PostgresLedger after = ledgers.open(address, ZoneId.of("Asia/Kathmandu"));

        assertThat(after.<List<String>>audit(audit -> audit.compareRollups(9).differences()))
                .isEmpty();
        assertThatThrownBy(() -> before.store().apply(batch(2, List.of(row("b", NOW, NOW)))))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("Asia/Kathmandu");
        assertThatThrownBy(() -> before.sums().span())
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("Asia/Kathmandu");
        after.store().apply(batch(2, List.of(row("b", NOW, NOW))));
        assertThat(after.<List<String>>audit(audit -> audit.compareRollups(9).differences()))
                .isEmpty();
    }

    @Test
    void a_text_that_the_database_cannot_keep_is_the_datas_fault() {
        PostgresLedger ledger = ledgers.open(address, UTC);

        assertThat(ledger.store().canStore(List.of(row("a\0b", NOW, NOW)))).isFalse();
        assertThatThrownBy(() -> ledger.store().apply(batch(1, List.of(row("a\0b", NOW, NOW)))))
                .isInstanceOf(StoreRefusedData.class);

        ledger.store().apply(batch(1, List.of(row("ab", NOW, NOW))));
        assertThat(ledger.store().rowCount()).isEqualTo(1);
    }

    @Test
    void a_row_written_twice_is_refused_by_the_table_itself() {
        PostgresLedger ledger = ledgers.open(address, UTC);
        ledger.store().apply(batch(1, List.of(row("a", NOW, NOW))));

        assertThatThrownBy(() -> ledger.store().apply(batch(2, List.of(row("a", NOW, NOW)))))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(ledger.store().canStore(List.of(row("a", NOW, NOW))))
                .as("nothing is wrong with its data")
                .isTrue();
        assertThat(ledger.store().state(JOURNAL).position().offset()).isEqualTo(1);
    }

    @Test
    void the_users_own_query_runs_as_it_is_written() throws SQLException {
        PostgresLedger ledger = ledgers.open(address, UTC);
        Instant now = Instant.now();
        ledger.store().apply(batch(1, List.of(row("a", now, now), row("b", now, now))));

        assertThat(
                        asked(
                                """
                                SELECT provider, operation, COUNT(*) as total_operations,
                                  SUM(api_cost) as total_cost,
                                  SUM(credit_value) as total_revenue,
                                  SUM(credit_value - api_cost) as gross_profit,
                                  ROUND((SUM(credit_value - api_cost) / SUM(credit_value))
                                    * 100, 2) as margin_percent
                                FROM api_usage_logs
                                WHERE created_at >= NOW() - INTERVAL '30 days'
                                GROUP BY provider, operation ORDER BY gross_profit DESC;
                                """))
                .hasSize(1);
        assertThat(asked("SELECT provider FROM api_profit_30d")).hasSize(1);
    }

    private static void enterPrices(PostgresLedger ledger) {
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, 1),
                                List.of(),
                                List.of(),
                                LedgerFixtures.prices(),
                                0));
    }

    private List<String> asked(String sql) throws SQLException {
        List<String> answer = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(address.jdbc(), address.properties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                answer.add(row.getString(1));
            }
        }
        return answer;
    }

    private void cutAll() throws SQLException {
        asked(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
