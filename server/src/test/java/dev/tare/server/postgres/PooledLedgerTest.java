package dev.tare.server.postgres;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.ledger.SqlConsole.Answer;
import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.rollup.Verification;
import dev.tare.server.tables.Sql;
import dev.tare.testkit.LedgerFixtures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger behind a pooler that lends its sessions for one transaction. */
final class PooledLedgerTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");
    private static final long SEED = 20_261_126;

    /** Names that programs gave such tables before they told the version. */
    private static final List<String> STAGES_BEFORE =
            List.of("stage_api_cost_summaries", "stage_usage_user_days", "tried_log");

    @RegisterExtension private final PooledLedgers ledgers = new PooledLedgers();
    private final PostgresAddress database = PostgresDatabases.make();
    private final TransactionPooler pooler = ledgers.pooler(database);

    /** With prices, by which the rows here were computed. */
    private PostgresLedger open() {
        PostgresLedger ledger = ledgers.open(pooler.address(), UTC);
        ledger.store().apply(prices(1));
        return ledger;
    }

    private static LedgerBatch prices(long offset) {
        return new LedgerBatch(
                new JournalPosition(JOURNAL, offset),
                List.of(),
                List.of(),
                LedgerFixtures.prices(),
                0);
    }

    @Test
    void what_is_recorded_over_many_transactions_adds_up() {
        PostgresLedger ledger = open();
        Random random = new Random(SEED);
        for (int i = 2; i < 12; i++) {
            ledger.store()
                    .apply(
                            batch(
                                    i,
                                    LedgerFixtures.randomRows(
                                            random,
                                            i + "-",
                                            300,
                                            NOW.minus(Duration.ofDays(70)),
                                            NOW)));
        }

        assertThat(ledger.verify()).as("seed %d", SEED).allMatch(Verification.Check::passed);
        assertThat(ledger.store().rowCount()).isEqualTo(3_000);
        assertThat(ledger.states()).hasSize(1);
        assertThat(ledger.books().prices().cards())
                .isEqualTo(LedgerFixtures.books().prices().cards());
        assertThat(ledger.backups()).isNull();
        assertThat(ledger.console().ask("SELECT COUNT(*) FROM api_usage_logs", 10, limit()))
                .isEqualTo(new Answer.Rows(List.of("count"), List.of(List.of("3000")), false));
        assertThat(pooler.switches()).as("the session was another").isGreaterThan(10);
    }

    private static Duration limit() {
        return Duration.ofSeconds(30);
    }

    @Test
    void a_question_of_thousands_of_rows_is_read_in_one_session() {
        PostgresLedger ledger = open();

        Answer answer = ledger.console().ask("SELECT generate_series(1, 5000)", 6_000, limit());

        assertThat(((Answer.Rows) answer).rows()).hasSize(5_000);
        assertThat(ledger.console().ask("SELECT 1 / 0", 1, limit()))
                .isInstanceOf(Answer.Refused.class);
        assertThat(
                        ledger.console()
                                .ask(
                                        "SELECT COUNT(*) FROM generate_series(1, 1000000000)",
                                        1,
                                        Duration.ofMillis(100)))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("time_limit"));
    }

    @Test
    void a_transaction_that_is_undone_or_refused_leaves_nothing_behind() {
        PostgresLedger ledger = open();
        try (LedgerTransaction transaction = ledger.store().begin()) {
            transaction.add(batch(2, List.of(row("a", NOW, NOW))));
        }
        assertThat(ledger.store().canStore(List.of(row("b", NOW, NOW)))).isTrue();
        assertThat(ledger.store().canStore(List.of(row("a\0b", NOW, NOW)))).isFalse();
        assertThatThrownBy(() -> ledger.store().apply(batch(2, List.of(row("a\0b", NOW, NOW)))))
                .isInstanceOf(StoreRefusedData.class);

        ledger.store().apply(batch(2, List.of(row("a", NOW, NOW))));
        assertThat(ledger.store().rowCount()).isEqualTo(1);
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void another_zone_is_told_to_whoever_still_has_the_old_one() {
        PostgresLedger before = open();
        before.store().apply(batch(2, List.of(row("a", NOW, NOW))));

        PostgresLedger after = ledgers.open(pooler.address(), ZoneId.of("Asia/Kathmandu"));

        assertThatThrownBy(() -> before.store().apply(batch(3, List.of(row("b", NOW, NOW)))))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("Asia/Kathmandu");
        assertThat(after.verify()).allMatch(Verification.Check::passed);
    }

    /** What others do to a session holds for everybody behind them. */
    @Test
    void settings_that_others_left_in_a_session_change_nothing() throws SQLException {
        PooledLedgers.inEach(
                pooler,
                "SET search_path = pg_catalog; SET TimeZone = 'Asia/Kathmandu';"
                        + " SET DateStyle = 'ISO, DMY'; SET IntervalStyle = 'iso_8601';"
                        + " SET standard_conforming_strings = off;"
                        + " SET default_transaction_isolation = serializable");
        PostgresLedger ledger = open();
        ledger.store().apply(batch(2, List.of(row("a", NOW, NOW), row("b\\'", NOW, NOW))));

        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
        assertThat(ledger.store().rowCount()).isEqualTo(2);
        PooledLedgers.inEach(pooler, "RESET ALL");
    }

    @Test
    void each_transaction_has_its_own_settings_and_none_of_those_left_behind() throws SQLException {
        PooledLedgers.inEach(
                pooler,
                "SET statement_timeout = '50s'; SET synchronous_commit = off;"
                        + " SET default_transaction_isolation = serializable");
        try (Sessions sessions = new Sessions(pooler.address(), connection -> {});
                Connection writing = sessions.open()) {
            sessions.begin(writing);
            assertThat(shown(writing))
                    .isEqualTo("UTC, public, pg_temp, 0, on, read committed, off");
            writing.rollback();
            assertThat(sessions.<String>read("x", PooledLedgerTest::shown))
                    .isEqualTo("UTC, public, pg_temp, 15min, off, repeatable read, on");
        }
        PooledLedgers.inEach(pooler, "RESET ALL");
    }

    /** Reports by user add thousands of groups up; what the database's owner gave is never less. */
    @Test
    void readers_have_room_for_their_sums_and_no_less_than_they_were_given() throws SQLException {
        for (String[] given : new String[][] {{"64kB", "16MB"}, {"16MB", "16MB"}, {"1GB", "1GB"}}) {
            PooledLedgers.inEach(pooler, "SET work_mem = '" + given[0] + "'; SET jit = on");
            try (Sessions sessions = new Sessions(pooler.address(), connection -> {})) {
                String settings =
                        "SELECT current_setting('work_mem') || ' ' || current_setting('jit')";
                assertThat(sessions.<String>read("x", reading -> held(reading, settings)))
                        .isEqualTo(given[1] + " off");
            }
        }
        PooledLedgers.inEach(pooler, "RESET ALL");
    }

    private static String held(Connection connection, String sql) throws SQLException {
        return Objects.requireNonNull(Sql.value(connection, sql));
    }

    private static String shown(Connection connection) throws SQLException {
        return Objects.requireNonNull(
                Sql.value(
                        connection,
                        "SELECT CONCAT_WS(', ', current_setting('TimeZone'),"
                                + " current_setting('search_path'),"
                                + " current_setting('statement_timeout'),"
                                + " current_setting('synchronous_commit'),"
                                + " current_setting('transaction_isolation'),"
                                + " current_setting('transaction_read_only'))"));
    }

    /** A stronger promise than its own is the database owner's to make. */
    @Test
    void a_commit_that_waits_for_more_than_the_disk_goes_on_doing_so() throws SQLException {
        PooledLedgers.inEach(pooler, "SET synchronous_commit = remote_apply");
        try (Sessions sessions = new Sessions(pooler.address(), connection -> {});
                Connection writing = sessions.open()) {
            sessions.begin(writing);
            assertThat(Sql.value(writing, "SHOW synchronous_commit")).isEqualTo("remote_apply");
            writing.rollback();
        }
        PooledLedgers.inEach(pooler, "RESET ALL");
    }

    /** A session's tables outlive the program that made them, and the next one's may differ. */
    @Test
    void tables_that_an_older_program_left_in_a_session_are_no_hindrance() throws SQLException {
        for (String stage : STAGES_BEFORE) {
            PooledLedgers.inEach(pooler, "CREATE TEMP TABLE " + stage + " (day DATE)");
        }
        PostgresLedger ledger = open();

        ledger.store().apply(batch(2, List.of(row("a", NOW, NOW))));
        ledger.store().apply(batch(3, List.of(row("b", NOW, NOW))));
        assertThat(ledger.store().canStore(List.of(row("c", NOW, NOW)))).isTrue();
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void a_column_that_somebody_adds_to_any_table_is_left_alone_even_by_sessions_that_were_open()
            throws SQLException {
        PostgresLedger ledger = open();
        ledger.store().apply(batch(2, List.of(row("a", NOW, NOW))));
        for (Scripts.Relation relation : Scripts.relations()) {
            if (relation.kind().equals("table")) {
                PooledLedgers.once(pooler, "ALTER TABLE " + relation.name() + " ADD remark TEXT");
            }
        }

        ledger.store().apply(batch(3, List.of(row("b", NOW, NOW))));
        ledger.store().apply(prices(4));
        PostgresLedger anew = ledgers.open(pooler.address(), UTC);
        anew.store().apply(batch(5, List.of(row("c", NOW, NOW))));
        assertThat(anew.store().canStore(List.of(row("d", NOW, NOW)))).isTrue();
        assertThat(anew.verify()).allMatch(Verification.Check::passed);
    }
}
