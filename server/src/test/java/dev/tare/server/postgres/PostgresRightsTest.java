package dev.tare.server.postgres;

import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.rollup.Verification;
import dev.tare.testkit.CorrectedUsage;
import dev.tare.testkit.LedgerFixtures;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may do what with the tables, in a database set up as Supabase sets up its own. */
final class PostgresRightsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

    /** Its three roles, and what it gives them of every new table and function. */
    private static final String SUPABASE =
            """
            DO $$ BEGIN
                CREATE ROLE anon LOGIN; CREATE ROLE authenticated LOGIN;
                CREATE ROLE service_role LOGIN BYPASSRLS;
            EXCEPTION WHEN duplicate_object THEN NULL;
            END $$;
            GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public
                GRANT ALL ON TABLES TO anon, authenticated, service_role;
            ALTER DEFAULT PRIVILEGES IN SCHEMA public
                GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
            """;

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();
    private final PostgresAddress address = PostgresDatabases.make();
    private final AskedDatabase database = new AskedDatabase(address);

    private void recordOne(PostgresAddress by) {
        PostgresLedger ledger = ledgers.open(by, UTC);
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(LedgerFixtures.JOURNAL, 3),
                                List.of(),
                                List.of(),
                                LedgerFixtures.prices(),
                                0));
        ledger.store().apply(batch(7, List.of(row("a", NOW, NOW))));
    }

    @Test
    void nobody_reads_or_writes_through_supabases_own_interface() throws SQLException {
        database.run(SUPABASE);
        recordOne(address);

        for (String role : List.of("anon", "authenticated")) {
            for (String table :
                    List.of("api_usage_logs", "api_usage_logs_2026_11", "api_profit_30d")) {
                assertThatThrownBy(() -> database.run(role, "SELECT 1 FROM " + table))
                        .as("%s reads %s", role, table)
                        .hasMessageContaining("permission denied");
            }
            assertThatThrownBy(() -> database.run(role, "SELECT tare_add_month('2027-01-01')"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void an_old_tracker_that_inserts_by_itself_is_refused_but_may_read() throws SQLException {
        database.run(SUPABASE);
        recordOne(address);

        database.run("service_role", "SELECT 1 FROM api_usage_logs");
        for (String statement :
                List.of(
                        "INSERT INTO api_usage_logs SELECT * FROM api_usage_logs",
                        "INSERT INTO api_usage_logs_2026_11 SELECT * FROM api_usage_logs",
                        "UPDATE api_usage_logs SET api_cost = 0",
                        "DELETE FROM api_cost_summaries",
                        "TRUNCATE api_usage_logs",
                        "SELECT tare_add_month('2027-01-01')")) {
            assertThatThrownBy(() -> database.run("service_role", statement))
                    .as(statement)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void row_level_security_is_on_for_every_table_the_months_included() throws SQLException {
        recordOne(address);

        assertThat(
                        database.asked(
                                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT"
                                        + " relrowsecurity"
                                        + " AND relnamespace = 'public'::regnamespace"))
                .isEmpty();
    }

    @Test
    void a_role_with_no_more_rights_than_it_needs_records_reports_and_verifies()
            throws SQLException {
        PostgresInit.run(address, UTC);
        String role = "tare_" + address.database();
        database.run(PrintedSql.role("public", role));
        database.run(PrintedSql.role("public", role)); // As after an update.

        recordOne(database.as(role));

        PostgresLedger ledger = ledgers.open(database.as(role), UTC);
        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
        assertThat(ledger.store().rowCount()).isEqualTo(1);
        assertThat(database.asked("SELECT tableoid::regclass FROM api_usage_logs"))
                .containsExactly("api_usage_logs_2026_11");
    }

    @Test
    void that_role_books_corrections() throws SQLException {
        PostgresInit.run(address, UTC);
        String role = "tare_" + address.database();
        database.run(PrintedSql.role("public", role));
        PostgresLedger ledger = ledgers.open(database.as(role), UTC);

        CorrectedUsage.small().record(ledger.store());

        assertThat(ledger.verify()).allMatch(Verification.Check::passed);
        assertThat(ledger.verify().getLast().looked()).isPositive();
        for (String statement :
                List.of(
                        "UPDATE api_cost_adjustments SET cost_change = 0",
                        "DELETE FROM api_cost_adjustments")) {
            assertThatThrownBy(() -> database.run(role, statement))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void that_role_can_neither_change_nor_delete_what_is_recorded() throws SQLException {
        PostgresInit.run(address, UTC);
        String role = "tare_" + address.database();
        database.run(PrintedSql.role("public", role));
        recordOne(database.as(role));

        for (String statement :
                List.of(
                        "UPDATE api_usage_logs SET api_cost = 0",
                        "DELETE FROM api_usage_logs",
                        "DELETE FROM api_usage_logs_2026_11",
                        "TRUNCATE api_usage_logs",
                        "DELETE FROM api_cost_summaries",
                        "UPDATE api_cost_config SET rate = '0'",
                        "DROP TABLE usage_quarantine",
                        "ALTER TABLE api_usage_logs DISABLE ROW LEVEL SECURITY",
                        "DELETE FROM tare_ledger")) {
            assertThatThrownBy(() -> database.run(role, statement))
                    .as(statement)
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    @Test
    void what_others_put_into_the_ledgers_schema_gets_no_rights_from_the_function()
            throws SQLException {
        PostgresInit.run(address, UTC);
        String role = "tare_" + address.database();
        database.run(PrintedSql.role("public", role));
        // Where everybody may make functions in the schema, as up to PostgreSQL 14.
        database.run("GRANT CREATE ON SCHEMA public TO " + role);
        for (String taken : List.of("to_char(d DATE, t TEXT)", "to_char(d TIMESTAMP, t TEXT)")) {
            database.run(role, robbing(taken, "TEXT", "RETURN 'x';"));
        }
        database.run(role, robbing("date_trunc(t TEXT, d DATE)", "DATE", "RETURN d;"));
        database.run(role, robbing("tare_close(t TEXT)", "VOID", "RETURN;"));

        database.run(role, "SELECT tare_add_month('2031-05-01')");

        assertThat(database.asked("SELECT rolsuper FROM pg_roles WHERE rolname = '" + role + "'"))
                .containsExactly("f");
        assertThat(database.asked("SELECT to_regclass('public.api_usage_logs_2031_05')"))
                .containsExactly("api_usage_logs_2031_05");
    }

    private static String robbing(String function, String returns, String answer) {
        return "CREATE FUNCTION public."
                + function
                + " RETURNS "
                + returns
                + " LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'ALTER ROLE ' || session_user ||"
                + " ' SUPERUSER'; "
                + answer
                + " END $$";
    }

    @Test
    void what_a_database_gives_to_others_by_default_is_taken_back() throws SQLException {
        String other = "other_" + address.database();
        database.run(
                "CREATE ROLE "
                        + other
                        + " LOGIN; ALTER DEFAULT PRIVILEGES IN SCHEMA public"
                        + " GRANT ALL ON TABLES TO "
                        + other);
        recordOne(address);

        for (String statement :
                List.of(
                        "SELECT 1 FROM api_usage_logs_adjusted",
                        "SELECT 1 FROM api_usage_logs",
                        "TRUNCATE api_usage_logs",
                        "TRUNCATE api_usage_logs_2026_11")) {
            assertThatThrownBy(() -> database.run(other, statement))
                    .as(statement)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void months_are_made_by_a_function_that_nobodys_search_path_leads_astray() throws SQLException {
        PostgresInit.run(address, UTC);
        String role = "tare_" + address.database();
        database.run(PrintedSql.role("public", role));
        database.run("CREATE SCHEMA trap AUTHORIZATION " + role);
        database.run(
                role,
                "CREATE TABLE trap.api_usage_logs (id TEXT); CREATE FUNCTION"
                        + " trap.tare_close(r REGCLASS) RETURNS VOID LANGUAGE plpgsql AS $$ BEGIN"
                        + " RAISE EXCEPTION 'led astray'; END $$; SET search_path = trap, public;"
                        + " SELECT public.tare_add_month('2031-05-01')");

        assertThat(database.asked("SELECT to_regclass('public.api_usage_logs_2031_05')"))
                .containsExactly("api_usage_logs_2031_05");
        assertThatThrownBy(() -> database.run(role, "SELECT tare_add_month('2031-05-02')"))
                .hasMessageContaining("first day");
    }
}
