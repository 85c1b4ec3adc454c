package dev.tare.server.postgres;

import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.postgres.PostgresInit.Line;
import dev.tare.server.postgres.PostgresInit.Outcome;
import dev.tare.server.postgres.PostgresInit.State;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Making a database ready: all of it or nothing, and nothing that is somebody else's. */
final class PostgresInitTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

    /** As customers have them who tried it themselves (names and columns of a real product). */
    private static final String OWN_ATTEMPT =
            """
            CREATE TABLE api_usage_logs (id UUID PRIMARY KEY, user_id UUID, upload_id UUID,
                provider TEXT, operation TEXT, processing_status TEXT, api_cost NUMERIC(10, 4),
                credits_charged INT, credit_value NUMERIC(10, 4), created_at TIMESTAMPTZ);
            CREATE TABLE api_cost_config (id UUID PRIMARY KEY, provider TEXT, operation TEXT,
                cost_per_unit NUMERIC(10, 4), effective_date TIMESTAMPTZ);
            CREATE VIEW api_profit_30d AS SELECT 1 AS one;
            INSERT INTO api_usage_logs (id, provider) VALUES (gen_random_uuid(), 'deep_image');
            """;

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();
    private final PostgresAddress address = PostgresDatabases.make();
    private final AskedDatabase database = new AskedDatabase(address);

    @Test
    void in_an_empty_database_everything_is_created_and_the_second_time_it_exists() {
        Outcome first = PostgresInit.run(address, UTC);
        Outcome second = PostgresInit.run(address, UTC);

        assertThat(first.refused()).isEmpty();
        assertThat(first.lines()).allMatch(line -> line.state() == State.CREATED);
        assertThat(first.lines()).extracting(Line::name).contains("api_usage_logs", "tare_ledger");
        assertThat(second.lines()).allMatch(line -> line.state() == State.EXISTS);
        assertThat(second.lines()).hasSameSizeAs(first.lines());
    }

    @Test
    void what_it_says_it_makes_is_what_is_there() throws SQLException {
        PostgresInit.run(address, UTC);

        List<String> there =
                database.asked(
                        "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
                                + " AND relkind IN ('r', 'p', 'v') AND NOT EXISTS (SELECT 1 FROM"
                                + " pg_inherits i WHERE i.inhrelid = c.oid AND relname ~ '[0-9]$'"
                                + " AND relname NOT LIKE '%2000' AND relname NOT LIKE '%2100')");
        assertThat(PostgresInit.run(address, UTC).lines())
                .filteredOn(line -> !line.kind().equals("index"))
                .extracting(Line::name)
                .containsExactlyInAnyOrderElementsOf(there);
    }

    @Test
    void somebody_elses_tables_are_named_and_stay_as_they_are() throws SQLException {
        database.run(OWN_ATTEMPT);

        Outcome outcome = PostgresInit.run(address, UTC);

        Map<String, State> states =
                outcome.lines().stream().collect(Collectors.toMap(Line::name, Line::state));
        assertThat(states)
                .containsEntry("api_usage_logs", State.FOREIGN)
                .containsEntry("api_cost_config", State.FOREIGN)
                .containsEntry("api_profit_30d", State.FOREIGN)
                .containsEntry("tare_ledger", State.MISSING)
                .containsEntry("usage_user_days", State.MISSING);
        assertThat(outcome.refused())
                .contains("api_usage_logs", "Nothing was changed", "?schema=tare");
        assertThat(
                        database.asked(
                                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'p')"
                                        + " AND relnamespace = 'public'::regnamespace ORDER BY 1"))
                .containsExactly("api_cost_config", "api_profit_30d", "api_usage_logs");
        assertThatThrownBy(() -> PostgresLedger.open(address, UTC))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("api_usage_logs");
    }

    @Test
    void beside_somebody_elses_tables_there_is_room_in_a_schema_of_its_own() throws SQLException {
        database.run(OWN_ATTEMPT);
        PostgresAddress own = database.withSchema("tare");

        assertThat(PostgresInit.run(own, UTC).refused()).isEmpty();
        PostgresLedger ledger = ledgers.open(own, UTC);
        ledger.store().apply(batch(7, List.of(row("a", NOW, NOW))));

        assertThat(database.asked("SELECT id FROM tare.api_usage_logs")).containsExactly("a");
        assertThat(database.asked("SELECT COUNT(*) FROM public.api_usage_logs"))
                .containsExactly("1");
        assertThat(
                        database.asked(
                                "SELECT COUNT(*) FROM pg_inherits WHERE inhparent ="
                                        + " 'tare.api_usage_logs'::regclass"))
                .doesNotContain("0");
    }

    @ParameterizedTest
    @CsvSource({"tare_close, relation, regclass", "tare_add_month, month, date"})
    void somebody_elses_function_is_named_and_stays_as_it_is(
            String name, String argument, String type) throws SQLException {
        database.run(
                "CREATE FUNCTION %s(%s %s) RETURNS VOID LANGUAGE SQL AS 'SELECT'"
                        .formatted(name, argument, type));
        String function = name + "(" + type + ")";

        Outcome outcome = PostgresInit.run(address, UTC);

        assertThat(outcome.refused()).contains(function, "Nothing was changed", "?schema=tare");
        assertThat(outcome.lines())
                .filteredOn(line -> line.state() == State.FOREIGN)
                .extracting(Line::name)
                .containsExactly(function);
        assertThatThrownBy(() -> PostgresLedger.open(address, UTC)).hasMessageContaining(function);
        assertThatThrownBy(() -> database.run(PrintedSql.tables("public", UTC)))
                .hasMessageContaining("these names are taken: " + function);
        assertThat(
                        database.asked(
                                "SELECT prosrc FROM pg_proc WHERE oid = '"
                                        + function
                                        + "'::regprocedure"))
                .containsExactly("SELECT");
        assertThat(database.asked("SELECT to_regclass('tare_ledger')")).containsExactly("null");
        assertThat(PostgresInit.run(database.withSchema("tare"), UTC).refused()).isEmpty();
    }

    @Test
    void killed_half_way_it_leaves_nothing_and_the_next_time_makes_all_of_it() throws SQLException {
        // One of the last scripts fails: a name in the way that no table bears.
        database.run("CREATE TYPE quarantine_decisions AS ENUM ('a')");
        assertThatThrownBy(() -> PostgresInit.run(address, UTC))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(
                        database.asked(
                                "SELECT relname FROM pg_class"
                                        + " WHERE relnamespace = 'public'::regnamespace"))
                .isEmpty();

        database.run("DROP TYPE quarantine_decisions");
        assertThat(PostgresInit.run(address, UTC).refused()).isEmpty();
    }

    @Test
    void a_table_that_was_dropped_is_not_made_anew_as_if_nothing_were_lost() throws SQLException {
        PostgresInit.run(address, UTC);
        database.run("DROP TABLE usage_user_days");

        Outcome outcome = PostgresInit.run(address, UTC);

        assertThat(outcome.refused()).contains("has lost usage_user_days", "backup");
        assertThat(database.asked("SELECT to_regclass('usage_user_days')")).containsExactly("null");
    }

    @Test
    void a_view_that_was_dropped_is_made_again() throws SQLException {
        PostgresInit.run(address, UTC);
        database.run("DROP VIEW api_profit_30d");

        Outcome outcome = PostgresInit.run(address, UTC);

        assertThat(outcome.refused()).isEmpty();
        assertThat(database.asked("SELECT COUNT(*) FROM api_profit_30d")).containsExactly("0");
    }

    @Test
    void the_printed_script_makes_the_same_and_says_so_in_its_last_line() throws SQLException {
        String script = PrintedSql.tables("public", UTC);

        String last = database.lastAnswer(script);
        String again = database.lastAnswer(script);

        assertThat(last)
                .isEqualTo(again)
                .matches(
                        "Tare is ready in the schema public: (\\d+) of"
                                + " \\1 tables and views are there\\.");
        assertThat(PostgresInit.run(address, UTC).lines())
                .allMatch(line -> line.state() == State.EXISTS);
        PostgresLedger ledger = ledgers.open(address, UTC);
        ledger.store().apply(batch(7, List.of(row("a", NOW, NOW))));
        assertThat(ledger.store().rowCount()).isEqualTo(1);
    }

    @Test
    void the_printed_script_makes_no_lost_table_anew_either() throws SQLException {
        database.run(PrintedSql.tables("public", UTC));
        database.run("DROP TABLE journal_positions");

        assertThatThrownBy(() -> database.run(PrintedSql.tables("public", UTC)))
                .hasMessageContaining("has lost journal_positions");
        assertThat(database.asked("SELECT to_regclass('journal_positions')"))
                .containsExactly("null");
    }

    @Test
    void the_printed_script_stops_before_the_first_change_where_a_name_is_taken()
            throws SQLException {
        database.run(OWN_ATTEMPT);

        assertThatThrownBy(() -> database.run(PrintedSql.tables("public", UTC)))
                .hasMessageContaining("api_cost_config, api_profit_30d, api_usage_logs");
        assertThat(database.asked("SELECT to_regclass('tare_ledger')")).containsExactly("null");
    }
}
