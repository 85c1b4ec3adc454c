package dev.tare.server.postgres;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LettingGo;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.testkit.LedgerFixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody is gone while old months are dropped, two of them already: all of them are there again,
 * and the next time they go.
 */
final class PostgresDropCutTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Instant BEFORE = Instant.parse("2024-05-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2024-08-01T00:00:00Z");
    private static final List<String> MONTHS =
            List.of("2024_01", "2024_02", "2024_03", "2024_04", "2024_05");

    /** Whoever drops March waits there for as long as somebody has that lock. */
    private static final String HALT =
            """
            CREATE FUNCTION halt() RETURNS event_trigger LANGUAGE plpgsql SET lock_timeout = 0 AS $$
            BEGIN
                IF EXISTS (SELECT 1 FROM pg_event_trigger_dropped_objects()
                        WHERE object_name = 'api_usage_logs_2024_03') THEN
                    PERFORM pg_advisory_lock(3);
                END IF;
            END
            $$;
            CREATE EVENT TRIGGER halting ON sql_drop EXECUTE FUNCTION halt();
            """;

    private static final String HALTED =
            "SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = CURRENT_DATABASE() AND wait_event = 'advisory'";
    private static final String DROPPING =
            "SELECT pid FROM pg_stat_activity WHERE datname = CURRENT_DATABASE()"
                    + " AND state <> 'idle' AND pid <> pg_backend_pid()";

    @TempDir private Path folder;

    /** What ends somebody. */
    private interface Blow {
        void strike() throws IOException, SQLException;
    }

    @Test
    void theConnectionIsCutByTheDatabase() throws Exception {
        PostgresAddress address = PostgresDatabases.make();
        AskedDatabase database = new AskedDatabase(address);
        Blow cut =
                () ->
                        database.asked(
                                HALTED.replace("SELECT pid", "SELECT pg_terminate_backend(pid)"));
        assertWhole(address, address, cut, () -> {});
        PostgresDatabases.drop(address);
    }

    @Test
    void tareIsGoneAndTheDatabaseFindsOutLater() throws Exception {
        PostgresAddress address = PostgresDatabases.make();
        try (DatabaseGate gate = new DatabaseGate(address)) {
            assertWhole(gate.address(), address, gate::shut, gate::open);
        }
        PostgresDatabases.drop(address);
    }

    @Test
    void theDatabaseIsKilled() throws Exception {
        try (OwnPostgres own = new OwnPostgres(folder)) {
            assertWhole(own.address(), own.address(), own::kill, own::start);
        }
    }

    private static void assertWhole(
            PostgresAddress reached, PostgresAddress address, Blow blow, Blow mending)
            throws Exception {
        AskedDatabase database = new AskedDatabase(address);
        try (PostgresLedger ledger = PostgresLedger.open(reached, UTC)) {
            fill(ledger);
            database.run(HALT);
            CompletableFuture<Void> going;
            try (Connection holder =
                            DriverManager.getConnection(address.jdbc(), address.properties());
                    Statement statement = holder.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(3)");
                going = CompletableFuture.runAsync(() -> letGo(ledger));
                await().atMost(LONG).until(() -> !database.asked(HALTED).isEmpty());
                blow.strike();
            }
            assertThatThrownBy(going::join).hasCauseInstanceOf(StoreUnavailable.class);
            mending.strike();
            await().atMost(LONG).until(() -> database.asked(DROPPING).isEmpty());

            assertThat(months(database)).isEqualTo(MONTHS);
            assertThat(rows(database)).isEqualTo(MONTHS);
            sound(ledger, RowsKept.ALL);

            database.run("DROP EVENT TRIGGER halting");
            letGo(ledger);
            assertThat(months(database)).containsExactly("2024_05");
            assertThat(rows(database)).containsExactly("2024_05");
            sound(ledger, new RowsKept(BEFORE, 4));
            letGo(ledger);
            sound(ledger, new RowsKept(BEFORE, 4));
        }
    }

    private static void fill(PostgresLedger ledger) {
        List<PricedEvent> rows = new ArrayList<>();
        for (String month : MONTHS) {
            Instant time = Instant.parse(month.replace('_', '-') + "-10T12:00:00Z");
            rows.add(row(month, time, time));
        }
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, 1),
                                rows,
                                List.of(),
                                LedgerFixtures.prices(),
                                0));
    }

    private static void letGo(PostgresLedger ledger) {
        long offset = ledger.store().state(JOURNAL).position().offset() + 1;
        ledger.store()
                .apply(
                        LedgerBatch.of(
                                new JournalPosition(JOURNAL, offset),
                                new LettingGo(BEFORE, LATER)));
    }

    private static void sound(PostgresLedger ledger, RowsKept kept) {
        assertThat(ledger.store().rowsKept()).isEqualTo(kept);
        assertThat(ledger.verify()).allSatisfy(c -> assertThat(c.findings()).isEmpty());
    }

    private static List<String> months(AskedDatabase database) throws SQLException {
        return database.asked(
                "SELECT RIGHT(relname, 7) FROM pg_class WHERE relname ~"
                        + " '^api_usage_logs_2024_[0-9]+$' ORDER BY relname");
    }

    private static List<String> rows(AskedDatabase database) throws SQLException {
        return database.asked("SELECT id FROM api_usage_logs ORDER BY id");
    }
}
