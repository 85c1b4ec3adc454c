package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of plans whose times have no end, or can't be read. */
class HistoryPlanTimesTest {
    private static final String MAPPING =
            """
            source: shop
            calls:
              - { name: call, from: calls c, key: c.n, time: c.at, user: c.who,
                  operation: "'upscale'", provider: "'deep_image'" }
            plans:
              - { from: plans p, user: p.who, plan: p.plan, since: p.since, until: p.until }
            plan_otherwise: free
            """;

    @TempDir Path folder;
    private HistoryShell shell;
    private PostgresAddress from;

    @BeforeEach
    void fill() throws Exception {
        shell = new HistoryShell(folder).enterPrices();
        from = PostgresDatabases.make();
        EditorShape.execute(
                from,
                "CREATE TABLE calls (n int PRIMARY KEY, who text, at timestamptz);"
                        + "CREATE TABLE plans (who text, plan text, since text, until text);"
                        + "INSERT INTO calls SELECT i, 'ann',"
                        + " CAST('2026-11-0' || i || ' 12:00+00' AS timestamptz)"
                        + " FROM generate_series(1, 5) i");
    }

    private void plan(String since, String until) throws Exception {
        EditorShape.execute(
                from,
                "INSERT INTO plans VALUES ('ann', 'basic', '%s', '%s')".formatted(since, until));
    }

    @Test
    void an_infinite_end_is_open_and_an_infinite_beginning_holds_from_ever() throws Exception {
        EditorShape.execute(
                from,
                "ALTER TABLE plans ALTER since TYPE timestamptz USING since::timestamptz,"
                        + " ALTER until TYPE timestamptz USING until::timestamptz");
        plan("-infinity", "2026-11-03 00:00:00+00");
        plan("2026-11-04 00:00:00+00", "infinity");

        assertThat(shell.importedBy(from, MAPPING)).as(() -> shell.err()).isZero();
        assertThat(shell.figure("plans known from")).isEqualTo("otherwise 1, plans 4");
        assertThat(shell.figure("plan unreadable")).isNull();
    }

    @Test
    void a_plan_that_begins_never_or_ended_ever_says_nothing() throws Exception {
        plan("infinity", "infinity");
        plan("-infinity", "-infinity");

        assertThat(shell.importedBy(from, MAPPING)).as(() -> shell.err()).isZero();
        assertThat(shell.figure("plans known from")).isEqualTo("otherwise 5");
    }

    @Test
    void a_time_that_can_not_be_read_is_a_finding_and_no_other_plan_is_made_of_it()
            throws Exception {
        plan("2026-11-03 00:00:00+00", "soon");

        assertThat(shell.importedBy(from, MAPPING)).isEqualTo(ExitCode.FINDING);
        assertThat(shell.figure("plans known from")).isEqualTo("otherwise 2, unknown 3");
        assertThat(shell.figure("plan unreadable")).startsWith("3 calls");
        assertThat(shell.out())
                .contains("plans[0]: a row of user \"ann\" has a time that can't be read:")
                .contains("until \"soon\"");
        assertThat(shell.ledger("plan").keySet()).containsExactly("free", "unknown");
    }
}
