package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.PostgresAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Past usage of an image editor, from its own tables into the ledger. */
class HistoryImportTest {
    /** Ten calls that count, and two that don't. */
    static final String CALLS =
            EditorShape.call(1, 1, "upscale", "completed", "2026-11-15 11:59:59.999999+00")
                    + EditorShape.call(2, 1, "upscale", "completed", "2026-11-15 12:00+00")
                    + EditorShape.call(3, 1, "vectorization", "failed", "2026-11-18 01:30+00")
                    + EditorShape.call(
                            4, 2, "background-removal", "completed", "2026-11-02 08:00+00")
                    + EditorShape.call(5, 2, "background-removal", "failed", "2026-11-02 08:05+00")
                    + EditorShape.call(6, 3, "image-generation", "completed", "2026-11-11 10:00+00")
                    + EditorShape.call(7, 3, "image-generation", "completed", "2026-11-16 00:00+00")
                    + EditorShape.call(8, 3, "image-generation", "failed", "2026-11-15 23:59+00")
                    + EditorShape.call(9, 4, "vectorization", "completed", "2026-11-09 23:59+00")
                    + EditorShape.call(10, 4, "upscale", "completed", "2026-11-12 00:00+00")
                    + EditorShape.call(11, 5, "upscale", "completed", "2026-11-12 00:00+00")
                    + EditorShape.call(12, 6, "upscale", "completed", "2026-11-12 00:00+00")
                    + EditorShape.call(13, 2, "upscale", "processing", "2026-11-20 00:00+00");

    @TempDir Path folder;
    private HistoryShell shell;

    @BeforeEach
    void enterPrices() throws Exception {
        shell = new HistoryShell(folder).enterPrices();
    }

    @Test
    void what_is_imported_adds_up_to_what_the_source_itself_says() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        assertThat(shell.imported(from)).as(() -> shell.out() + shell.err()).isZero();
        assertThat(shell.figure("rows found")).isEqualTo("13");
        assertThat(shell.figure("inserted")).isEqualTo("12");
        assertThat(shell.figure("skipped")).isEqualTo("1: status \"processing\" 1");
        assertThat(shell.figure("estimated share")).isEqualTo("100.00 % of these calls");
        assertThat(shell.figure("the ledger: added")).isEqualTo("12");
        assertThat(shell.figure("in quarantine")).isEqualTo("0");
        assertThat(shell.figure("plans known from"))
                .isEqualTo("credit_transactions 3, otherwise 3, subscriptions 6");
        assertThat(shell.figure("plans overlapping")).startsWith("1 call");
        assertThat(shell.figure("between two plans")).startsWith("1 call");
        assertThat(shell.out())
                .contains("No cost for 1 call: vectorizer / vectorization")
                .contains("No credit value for 1 call: plan legacy, upscale");

        assertThat(shell.ledger("provider")).isEqualTo(HistoryShell.expected(from, "provider"));
        assertThat(shell.ledger("plan")).isEqualTo(HistoryShell.expected(from, "plan_id"));
        assertThat(shell.tare("verify")).as(() -> shell.out()).isZero();
    }

    @Test
    void a_dry_run_says_the_same_and_writes_nothing() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        assertThat(shell.imported(from, "--dry-run")).isZero();
        String dry = shell.out();
        assertThat(shell.ledger("provider")).isEmpty();
        assertThat(folder.resolve("data/history")).doesNotExist();
        assertThat(shell.imported(from)).isZero();
        assertThat(shell.out())
                .startsWith(
                        dry.replace("rows found (dry run)", "rows found          ")
                                .replace("rows found            13", "rows found           13")
                                .replace("would be inserted   ", "inserted            "));
    }

    @Test
    void a_second_run_adds_nothing_and_a_third_only_what_is_new() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        shell.imported(from);
        assertThat(shell.imported(from)).isZero();
        assertThat(shell.figure("inserted")).isEqualTo("0");
        assertThat(shell.figure("known already")).isEqualTo("12");
        assertThat(shell.figure("the ledger: added")).isEqualTo("0");
        EditorShape.execute(
                from, EditorShape.call(14, 2, "upscale", "completed", "2026-11-21 00:00+00"));
        assertThat(shell.imported(from)).isZero();
        assertThat(shell.figure("the ledger: added")).isEqualTo("1");
        assertThat(shell.figure("in quarantine")).isEqualTo("0");
    }

    @Test
    void what_is_better_known_later_is_booked_beside_what_was_recorded() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        shell.imported(from);
        Map<String, String> charged = shell.ledger("plan");
        EditorShape.execute(
                from,
                "UPDATE subscriptions SET plan = 'basic' WHERE plan = 'legacy';"
                        + " UPDATE processed_images SET processing_status = 'failed'"
                        + " WHERE id::text LIKE '%04'");
        assertThat(shell.imported(from, "--dry-run")).isZero();
        assertThat(shell.figure("would be corrected")).isEqualTo("2");

        assertThat(shell.imported(from)).as(() -> shell.out() + shell.err()).isZero();

        assertThat(shell.out())
                .contains("image:10000000-0000-0000-0000-000000000011: plan \"legacy\" → \"basic\"")
                .contains("000000000004: status \"success\" → \"failed\"")
                .containsPattern("corrected +2, cost .*, revenue .*batch history-");
        assertThat(shell.figure("in quarantine")).isEqualTo("0");
        Map<String, String> now = shell.ledger("plan");
        now.values().removeIf(figures -> figures.startsWith(HistoryShell.NO_CALLS));
        assertThat(now).isEqualTo(HistoryShell.expected(from, "plan_id")).isNotEqualTo(charged);
        assertThat(shell.tare("report", "profit", "--by", "plan", "--range", "all")).isZero();
        assertThat(shell.out()).contains("Later corrections are counted");
        assertThat(shell.tare("verify")).as(() -> shell.out()).isZero();
        assertThat(shell.ledger("plan", "--amounts", "as_charged")).isEqualTo(charged);
        assertThat(shell.imported(from)).isZero();
        assertThat(shell.figure("known already")).isEqualTo("12");
        assertThat(shell.out()).doesNotContain("corrected");
    }

    @Test
    void another_user_or_time_is_told_and_left_alone() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        shell.imported(from);
        EditorShape.execute(
                from,
                "UPDATE processed_images SET created_at = created_at + INTERVAL '1 hour'"
                        + " WHERE id::text LIKE '%04'");
        assertThat(shell.imported(from)).isEqualTo(ExitCode.FINDING);
        assertThat(shell.figure("changed since")).isEqualTo("1");
        assertThat(shell.out()).contains("What is recorded stands");
    }

    @Test
    void every_event_says_that_it_is_an_estimate_and_how_its_plan_is_known() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        shell.imported(from);
        assertThat(
                        shell.tare(
                                "sql",
                                "SELECT estimated, processing_time_ms, pricing, metadata, count(*)"
                                        + " FROM api_usage_logs WHERE id LIKE '%0001'"
                                        + " GROUP BY ALL",
                                "--json"))
                .isZero();
        JsonNode row = new JsonMapper().readTree(shell.out()).path(0);
        assertThat(row.path("estimated").asString()).isEqualTo("true");
        assertThat(row.path("processing_time_ms").isNull()).isTrue();
        assertThat(row.path("pricing").asString()).isEqualTo("estimated");
        assertThat(row.path("metadata").asString())
                .isEqualTo(
                        "{\"history\":{\"table\":\"processed_images\","
                                + "\"plan\":\"subscriptions\"}}");
    }
}
