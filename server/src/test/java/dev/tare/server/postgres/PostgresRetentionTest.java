package dev.tare.server.postgres;

import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LettingGo;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.Verification;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.LedgerUnderTest;
import dev.tare.testkit.RetentionContract;
import dev.tare.testkit.SettableClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresRetentionTest extends RetentionContract {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant LATER = Instant.parse("2024-06-01T00:00:00Z");

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();

    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return ledgers.underTest(zone);
    }

    private static void fill(PostgresLedger ledger) {
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(LedgerFixtures.JOURNAL, 1),
                                List.of(
                                        row("1999", Instant.parse("1999-05-05T00:00:00Z"), BEFORE),
                                        row("a", BEFORE.minusSeconds(9), BEFORE),
                                        row("b", BEFORE, BEFORE),
                                        row("c", LATER, LATER)),
                                List.of(),
                                LedgerFixtures.prices(),
                                0));
    }

    private static void letGo(PostgresLedger ledger, long offset, Instant before) {
        JournalPosition behind = new JournalPosition(LedgerFixtures.JOURNAL, offset);
        ledger.store().apply(LedgerBatch.of(behind, new LettingGo(before, LATER)));
    }

    private static List<String> months(AskedDatabase database) throws SQLException {
        return database.asked(
                "SELECT relname FROM pg_class WHERE relname ~ '^api_usage_logs_2024_[0-9]+$'"
                        + " ORDER BY relname");
    }

    @Test
    void tablesOfMonthsAreDropped() throws SQLException {
        PostgresAddress address = ledgers.make();
        PostgresLedger ledger = ledgers.open(address, UTC);
        fill(ledger);

        letGo(ledger, 2, BEFORE);

        AskedDatabase database = new AskedDatabase(address);
        assertThat(months(database))
                .containsExactly("api_usage_logs_2024_04", "api_usage_logs_2024_06");
        assertThat(database.asked("SELECT id FROM api_usage_logs")).containsExactly("b", "c");
        assertThat(ledger.store().rowsKept()).isEqualTo(new RowsKept(BEFORE, 2));
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
        assertThat(ledgers.open(address, UTC).verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void nobodyWhoRecordsWaitsForALongReader() throws SQLException {
        PostgresAddress address = ledgers.make();
        PostgresLedger ledger = ledgers.open(address, UTC);
        fill(ledger);
        AskedDatabase database = new AskedDatabase(address);

        try (Connection reader = DriverManager.getConnection(address.jdbc(), address.properties());
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("SELECT COUNT(*) FROM api_usage_logs");
            letGo(ledger, 2, BEFORE);
            assertThat(database.asked("SELECT id FROM api_usage_logs")).containsExactly("b", "c");
            assertThat(months(database)).contains("api_usage_logs_2024_03");
            reader.rollback();
        }
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);

        letGo(ledger, 3, LATER);

        assertThat(months(database)).containsExactly("api_usage_logs_2024_06");
        assertThat(ledger.store().rowsKept()).isEqualTo(new RowsKept(LATER, 3));
    }

    /** Two seconds in all, not as long as a lock may take elsewhere, and not for each month. */
    @Test
    void aLongReaderIsWaitedForOnce() throws SQLException {
        PostgresAddress address = ledgers.make();
        PostgresLedger ledger = ledgers.open(address, UTC);
        List<PricedEvent> rows = new ArrayList<>();
        for (int month = 1; month <= 12; month++) {
            Instant time = BEFORE.atZone(UTC).minusMonths(month).toInstant();
            rows.add(row("m" + month, time, BEFORE));
        }
        ledger.store().apply(LedgerFixtures.batch(1, rows));
        AskedDatabase database = new AskedDatabase(address);

        try (Connection reader = DriverManager.getConnection(address.jdbc(), address.properties());
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("SELECT COUNT(*) FROM api_usage_logs");
            assertThat(
                            database.askedAfter(
                                    "SET lock_timeout = '60s'; SET statement_timeout = '18s'",
                                    "SELECT tare_let_go('" + BEFORE + "')"))
                    .containsExactly("12");
            reader.rollback();
        }
        assertThat(database.asked("SELECT id FROM api_usage_logs")).isEmpty();
        assertThat(
                        database.asked(
                                "SELECT UNNEST(proconfig) FROM pg_proc"
                                        + " WHERE proname = 'tare_let_go'"))
                .contains("lock_timeout=2s");
    }

    @Test
    void whatSomebodyMadeUponAMonthStopsNothing() throws SQLException {
        PostgresAddress address = ledgers.make();
        PostgresLedger ledger = ledgers.open(address, UTC);
        fill(ledger);
        AskedDatabase database = new AskedDatabase(address);
        database.run("CREATE VIEW mine AS SELECT id FROM api_usage_logs_2024_03");

        letGo(ledger, 2, BEFORE);

        assertThat(database.asked("SELECT id FROM mine")).isEmpty();
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void aRoleThatMayDeleteNothingLetsGoOfOldMonthsAndNoMore() throws SQLException {
        PostgresAddress address = ledgers.make();
        PostgresInit.run(address, UTC);
        AskedDatabase database = new AskedDatabase(address);
        String role = "tare_" + address.database();
        database.run(PrintedSql.role("public", role));
        PostgresLedger ledger = ledgers.open(database.as(role), UTC);
        fill(ledger);

        letGo(ledger, 2, BEFORE);

        assertThat(ledger.store().rowsKept()).isEqualTo(new RowsKept(BEFORE, 2));
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
        for (String moment :
                List.of("'2024-05-15'", "DATE_TRUNC('month', NOW() AT TIME ZONE 'UTC')")) {
            assertThatThrownBy(() ->
                            database.run(
                                    role,
                                    "SET TimeZone = 'UTC'; SELECT tare_let_go("
                                            + moment
                                            + "::timestamp AT TIME ZONE 'UTC')"))
                    .as(moment)
                    .hasMessageContaining("62 days");
        }
        for (String statement :
                List.of(
                        "DROP TABLE api_usage_logs_2024_04",
                        "DELETE FROM log_retention",
                        "UPDATE log_retention SET rows = 0")) {
            assertThatThrownBy(() -> database.run(role, statement))
                    .as(statement)
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    @Test
    void anotherServerSetsAsideWhatIsOlderToo() {
        PostgresAddress address = ledgers.make();
        InMemoryJournal one = new InMemoryJournal(new UUID(1, 1));
        InMemoryJournal two = new InMemoryJournal(new UUID(2, 2));
        Recorder first = recorder(one, address);
        Recorder second = recorder(two, address);
        two.append(usage("a")).join();
        drain(second);
        one.append(new JournalRecord.Retention(LATER, BEFORE)).join();
        drain(first);

        two.append(usage("a")).join();
        two.append(new JournalRecord.Retention(LATER, BEFORE)).join();
        drain(second);

        assertThat(second.state().recorded()).isEqualTo(1);
        assertThat(second.state().quarantined()).isEqualTo(1);
        PostgresLedger ledger = ledgers.open(address, UTC);
        assertThat(ledger.store().rowsKept()).isEqualTo(new RowsKept(BEFORE, 1));
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
    }

    private Recorder recorder(InMemoryJournal journal, PostgresAddress address) {
        return new Recorder(
                journal, ledgers.open(address, UTC).store(), new SettableClock(LATER), state -> {});
    }

    private static JournalRecord.Usage usage(String id) {
        return new JournalRecord.Usage(
                new UsageBatch(
                        "app", LATER, List.of(row(id, BEFORE.minusSeconds(9), LATER).event())));
    }

    /** Whoever finds that others have recorded reads anew and goes on. */
    private static void drain(Recorder recorder) {
        try {
            recorder.drain();
        } catch (StoreUnavailable othersRecorded) {
            recorder.drain();
        }
    }

    @Test
    void daysStayInTheirZone() {
        PostgresAddress address = ledgers.make();
        PostgresLedger ledger = ledgers.open(address, UTC);
        fill(ledger);
        letGo(ledger, 2, BEFORE);

        assertThatThrownBy(() -> ledgers.open(address, ZoneId.of("Asia/Tokyo")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("--zone UTC")
                .hasMessageContaining("2024-04-01");
    }
}
