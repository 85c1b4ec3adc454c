package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.ForeignTables;
import dev.tare.server.postgres.PostgresAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Past usage of an image editor, from its own tables into the ledger. */
class HistoryImportTest {
    /** Ten calls that count, and two that don't. */
    private static final String CALLS =
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
    private String out = "";
    private String err = "";

    private int tare(String... args) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        int code =
                Tare.run(
                        Stream.concat(
                                        Arrays.stream(args),
                                        Stream.of("--data", folder.resolve("data").toString()))
                                .toArray(String[]::new),
                        new PrintWriter(printed),
                        new PrintWriter(complained));
        out = printed.toString();
        err = complained.toString();
        return code;
    }

    private void enterPrices() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), EditorPrices.FILE);
        assertThat(tare("import", "prices", file.toString())).as(() -> err).isZero();
    }

    private int imported(PostgresAddress from, String... more) {
        String[] fixed = {
            "import", "history", "--from", EditorShape.url(from), "--mapping", "image-editor"
        };
        return tare(
                Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new));
    }

    private static Map<String, String> expected(PostgresAddress from, String group)
            throws Exception {
        Map<String, String> figures = new TreeMap<>();
        try (Connection connection = new ForeignTables(from).open();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(EditorPrices.expected(group))) {
            while (row.next()) {
                figures.put(
                        row.getString("name"),
                        figures(
                                row.getString("calls"),
                                row.getString("cost"),
                                row.getString("revenue"),
                                row.getString("profit")));
            }
        }
        return figures;
    }

    private static String figures(String calls, String cost, String revenue, String profit) {
        return "%s calls, cost %s, revenue %s, profit %s"
                .formatted(calls, plain(cost), plain(revenue), plain(profit));
    }

    private static String plain(String number) {
        BigDecimal exact = new BigDecimal(number).stripTrailingZeros();
        return exact.signum() == 0 ? "0" : exact.toPlainString();
    }

    private Map<String, String> ledger(String dimension) {
        assertThat(tare("report", "profit", "--by", dimension, "--range", "all", "--json"))
                .as(() -> err)
                .isZero();
        Map<String, String> figures = new TreeMap<>();
        for (JsonNode row : new JsonMapper().readTree(out).path("rows")) {
            figures.put(
                    row.path(dimension).asString(),
                    figures(
                            row.path("requests").asString(),
                            amount(row, "api_cost"),
                            amount(row, "revenue"),
                            amount(row, "gross_profit")));
        }
        return figures;
    }

    private static String amount(JsonNode row, String metric) {
        return row.path(metric).isNull() ? "0" : row.path(metric).asString();
    }

    private @Nullable String figure(String label) {
        return out.lines()
                .filter(line -> line.startsWith(label + " "))
                .map(line -> line.substring(label.length()).strip())
                .findFirst()
                .orElse(null);
    }

    @Test
    void what_is_imported_adds_up_to_what_the_source_itself_says() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        enterPrices();
        assertThat(imported(from)).as(() -> out + err).isZero();
        assertThat(figure("rows found")).isEqualTo("13");
        assertThat(figure("inserted")).isEqualTo("12");
        assertThat(figure("skipped")).isEqualTo("1: status \"processing\" 1");
        assertThat(figure("estimated share")).isEqualTo("100.00 % of these calls");
        assertThat(figure("the ledger: added")).isEqualTo("12");
        assertThat(figure("in quarantine")).isEqualTo("0");
        assertThat(figure("plans known from"))
                .isEqualTo("credit_transactions 3, otherwise 3, subscriptions 6");
        assertThat(figure("plans overlapping")).startsWith("1 calls");
        assertThat(figure("between two plans")).startsWith("1 calls");
        assertThat(out)
                .contains("No cost for 1 call: vectorizer / vectorization")
                .contains("No credit value for 1 call: plan legacy, upscale");

        assertThat(ledger("provider")).isEqualTo(expected(from, "provider"));
        assertThat(ledger("plan")).isEqualTo(expected(from, "plan_id"));
        assertThat(tare("verify")).as(() -> out).isZero();
    }

    @Test
    void a_dry_run_says_the_same_and_writes_nothing() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        enterPrices();
        assertThat(imported(from, "--dry-run")).isZero();
        String dry = out;
        assertThat(ledger("provider")).isEmpty();
        assertThat(folder.resolve("data/history")).doesNotExist();
        assertThat(imported(from)).isZero();
        assertThat(out)
                .startsWith(
                        dry.replace("rows found (dry run)", "rows found          ")
                                .replace("rows found            13", "rows found           13")
                                .replace("would be inserted   ", "inserted            "));
    }

    @Test
    void a_second_run_adds_nothing_and_a_third_only_what_is_new() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        enterPrices();
        imported(from);
        assertThat(imported(from)).isZero();
        assertThat(figure("inserted")).isEqualTo("0");
        assertThat(figure("known already")).isEqualTo("12");
        assertThat(figure("the ledger: added")).isEqualTo("0");
        EditorShape.execute(
                from, EditorShape.call(14, 2, "upscale", "completed", "2026-11-21 00:00+00"));
        assertThat(imported(from)).isZero();
        assertThat(figure("the ledger: added")).isEqualTo("1");
        assertThat(figure("in quarantine")).isEqualTo("0");
    }

    @Test
    void what_changed_since_is_told_and_neither_booked_nor_quarantined() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        enterPrices();
        imported(from);
        Map<String, String> before = ledger("plan");
        EditorShape.execute(
                from,
                "UPDATE subscriptions SET plan = 'basic' WHERE plan = 'legacy';"
                        + " UPDATE processed_images SET processing_status = 'failed'"
                        + " WHERE id::text LIKE '%04'");
        assertThat(imported(from)).isEqualTo(ExitCode.FINDING);
        assertThat(figure("changed since")).isEqualTo("2");
        assertThat(figure("in quarantine")).isEqualTo("0");
        assertThat(out)
                .contains("image:10000000-0000-0000-0000-000000000011: plan \"legacy\" → \"basic\"")
                .contains("000000000004: status \"success\" → \"failed\"")
                .contains("corrections aren't booked yet");
        assertThat(ledger("plan")).isEqualTo(before);
    }

    @Test
    void every_event_says_that_it_is_an_estimate_and_how_its_plan_is_known() throws Exception {
        PostgresAddress from = EditorShape.make(EditorShape.NOVEMBER, CALLS);
        enterPrices();
        imported(from);
        assertThat(
                        tare(
                                "sql",
                                "SELECT estimated, processing_time_ms, pricing, metadata, count(*)"
                                        + " FROM api_usage_logs WHERE id LIKE '%0001'"
                                        + " GROUP BY ALL",
                                "--json"))
                .isZero();
        JsonNode row = new JsonMapper().readTree(out).path(0);
        assertThat(row.path("estimated").asString()).isEqualTo("true");
        assertThat(row.path("processing_time_ms").isNull()).isTrue();
        assertThat(row.path("pricing").asString()).isEqualTo("estimated");
        assertThat(row.path("metadata").asString())
                .isEqualTo(
                        "{\"history\":{\"table\":\"processed_images\",\"plan\":\"subscriptions\"}}");
    }
}
