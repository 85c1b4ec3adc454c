package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.history.HistoryMapping;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first mapping, made from somebody's tables. */
class HistorySuggestTest {
    @TempDir Path folder;
    private HistoryShell shell;

    @BeforeEach
    void enterPrices() throws Exception {
        shell = new HistoryShell(folder).enterPrices();
    }

    private int suggested(PostgresAddress from, String... more) {
        String[] fixed = {"import", "history", "--from", EditorShape.url(from), "--suggest"};
        return shell.tare(HistoryShell.with(fixed, more));
    }

    @Test
    void for_an_image_editor_it_leads_to_the_right_totals_as_it_is() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, HistoryImportTest.CALLS);
        Path file = folder.resolve("suggested.yaml");
        assertThat(suggested(from, "--out", file.toString())).as(() -> shell.err()).isZero();
        String yaml = Files.readString(file);
        assertThat(HistoryMapping.parse(yaml)).isInstanceOf(HistoryMapping.Good.class);
        assertThat(yaml)
                .contains("processing: skip")
                .contains("legacy: legacy  # CHECK: the price book has no such plan")
                .contains("(t.metadata->>'image_id')")
                .contains("# CHECK: api_usage_logs (empty) looks like calls, too")
                .contains("subscription_plan isn't used");
        assertThat(shell.importedBy(from, yaml)).as(() -> shell.err()).isZero();
        assertThat(shell.ledger("provider")).isEqualTo(HistoryShell.expected(from, "provider"));
        assertThat(shell.ledger("plan")).isEqualTo(HistoryShell.expected(from, "plan_id"));

        assertThat(suggested(from, "--out", file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("is there already");
    }

    @Test
    void for_a_log_of_tokens_it_takes_provider_model_and_tokens() throws Exception {
        PostgresAddress from = PostgresDatabases.make();
        EditorShape.execute(
                from,
                """
                CREATE TABLE "usage_Logs" (request_id text PRIMARY KEY, tenant_id text,
                    provider text, model text, input_tokens bigint, output_tokens bigint,
                    cost_usd numeric(12,8), latency_ms int, created_at timestamptz);
                INSERT INTO "usage_Logs" SELECT 'r' || i, 't' || i % 3, 'openai', 'gpt-4o', 1000,
                    100,
                    0.0035, 900, '2026-11-01 10:00+00' FROM generate_series(1, 20) i;
                """);
        assertThat(suggested(from)).as(() -> shell.err()).isZero();
        String yaml = shell.out();
        assertThat(yaml)
                .contains("from: \"\\\"usage_Logs\\\" c\"")
                .contains("input_tokens: c.input_tokens")
                .contains("# cost: c.cost_usd")
                .contains("no table tells who was on which plan")
                .contains("# plan_otherwise: free");
        assertThat(shell.importedBy(from, yaml, "--dry-run")).as(() -> shell.err()).isZero();
        assertThat(shell.figure("rows found (dry run)")).isEqualTo("20");
        assertThat(shell.figure("broken")).isEqualTo("0");
        // 20 × (1,000 × 2.50 + 100 × 10.00) ÷ 1,000,000
        assertThat(shell.figure("total cost")).isEqualTo("$0.07");
    }

    @Test
    void where_nothing_looks_like_calls_it_says_what_it_looked_for() throws Exception {
        PostgresAddress from = PostgresDatabases.make();
        assertThat(suggested(from)).isEqualTo(ExitCode.FINDING);
        assertThat(shell.out()).contains("sees no table at all");
        EditorShape.execute(from, "CREATE TABLE posts (id int, body text)");
        assertThat(suggested(from)).isEqualTo(ExitCode.FINDING);
        assertThat(shell.out()).contains("No table looks like calls").contains("There are: posts");
    }
}
