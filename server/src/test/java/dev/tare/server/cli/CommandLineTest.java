package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
    private static final String MAPPING =
            """
            columns:
              time: CALLED
              quantities.input_tokens: IN
              quantities.output_tokens: OUT
            constants: { provider: azure, operation: chat, model: gpt-4, user_id: trace }
            time_format: yyyy-MM-dd HH:mm:ss[.fraction]
            time_zone: UTC
            """;
    private static final String PRICES =
            """
            source: "a test"
            rate_cards:
              - id: azure-chat
                provider: azure
                operation: chat
                from: 2023-01-01
                rates:
                  input_tokens: { usd: "2.50", per: 1000000 }
                  output_tokens: { usd: "10.00", per: 1000000 }
            """;

    @TempDir Path folder;
    private String out = "";
    private String err = "";

    private int tare(String... args) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        int code = Tare.run(args, new PrintWriter(printed), new PrintWriter(complained));
        out = printed.toString();
        err = complained.toString();
        return code;
    }

    private int tareHere(String... args) {
        return tare(
                Stream.concat(
                                Arrays.stream(args),
                                Stream.of("--data", folder.resolve("data").toString()))
                        .toArray(String[]::new));
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path trace() throws Exception {
        return file(
                "trace.csv",
                """
                CALLED,IN,OUT
                2023-11-16 18:15:46.6805900,374,44
                2023-11-16 18:15:50.9951690,396,109
                2023-11-16 18:15:50.9951690,396,109
                """);
    }

    @BeforeEach
    void enterPrices() throws Exception {
        assertThat(tareHere("import", "prices", file("p.yaml", PRICES).toString())).isZero();
        assertThat(out).contains("New: 1 rate card");
    }

    private int importTrace(Path trace, String... more) throws Exception {
        Path mapping = file("m.yaml", MAPPING);
        String[] fixed = {"import", "usage", trace.toString(), "--mapping", mapping.toString()};
        return tareHere(
                Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new));
    }

    private JsonNode total() {
        assertThat(tareHere("report", "profit", "--range", "all", "--json")).isZero();
        return new JsonMapper().readTree(out).path("total");
    }

    private void assertAdded(long added, long known) {
        assertThat(out).containsPattern("added +" + added + "\\R");
        assertThat(out).containsPattern("known already +" + known + "\\R");
    }

    @Test
    void a_trace_costs_what_its_tokens_cost_and_the_same_file_again_adds_nothing()
            throws Exception {
        // 1,166 × 0.0000025 + 262 × 0.00001 = 0.002915 + 0.00262
        assertThat(importTrace(trace())).isZero();
        assertAdded(3, 0);
        assertThat(new BigDecimal(total().path("api_cost").asString()))
                .isEqualByComparingTo("0.005535");
        assertThat(total().path("quantities").path("input_tokens").asString()).isEqualTo("1166");
        assertThat(importTrace(trace())).isZero();
        assertAdded(0, 3);
    }

    @Test
    void a_renamed_reordered_and_extended_file_adds_only_what_is_new() throws Exception {
        importTrace(trace());
        Path longer =
                file(
                        "other-name.csv",
                        """
                        CALLED,IN,OUT
                        2023-11-16 18:15:50.9951690,396,109
                        2023-11-16 18:16:00.0000000,1,1
                        2023-11-16 18:15:46.6805900,374,44
                        2023-11-16 18:15:50.9951690,396,109
                        """);
        assertThat(importTrace(longer)).isZero();
        assertAdded(1, 3);
    }

    @Test
    void a_dry_run_checks_everything_and_sends_nothing() throws Exception {
        assertThat(importTrace(trace(), "--dry-run")).isZero();
        assertThat(out).contains("dry run").containsPattern("input_tokens +1,166");
        assertThat(total().path("requests").asLong()).isZero();
    }

    @Test
    void a_broken_line_is_named_and_kept_aside_while_the_rest_goes_in() throws Exception {
        Path broken =
                file(
                        "broken.csv",
                        """
                        CALLED,IN,OUT
                        2023-11-16 18:15:46.6805900,374,44
                        2023-11-16 18:15:47.0000000,many,44
                        2023-11-16 18:15:48.0000000,1,1
                        """);
        assertThat(importTrace(broken)).isEqualTo(ExitCode.FINDING);
        assertAdded(2, 0);
        assertThat(out).contains("Line 3").contains("many").contains("rejected");
        try (Stream<Path> files = Files.list(folder)) {
            Path aside =
                    files.filter(f -> f.getFileName().toString().contains("rejected"))
                            .findFirst()
                            .orElseThrow();
            assertThat(Files.readString(aside)).contains("CALLED,IN,OUT").contains("many,44");
        }
    }

    @Test
    void a_report_reads_as_a_table_with_the_exact_figures() throws Exception {
        importTrace(trace());
        assertThat(tareHere("report", "profit", "--range", "all", "--by", "provider,model"))
                .isZero();
        assertThat(out)
                .contains("$0.005535")
                .contains("1,166 input_tokens · 262 output_tokens")
                .contains("azure")
                .contains("without a known credit value");
        assertThat(tareHere("report", "profit", "--range", "all", "--by", "provider", "--csv"))
                .isZero();
        assertThat(out.lines().toList()).hasSize(2);
        assertThat(tareHere("report", "profit", "--range", "all", "--no-quantities")).isZero();
        assertThat(out).contains("$0.005535").doesNotContain("input_tokens", "Quantities");
    }

    @Test
    void verify_passes_and_then_finds_a_planted_wrong_row() throws Exception {
        importTrace(trace());
        assertThat(tareHere("verify")).isZero();
        try (Connection jdbc =
                        DriverManager.getConnection(
                                "jdbc:duckdb:" + folder.resolve("data/tare.duckdb"));
                Statement statement = jdbc.createStatement()) {
            statement.execute(
                    "UPDATE api_usage_logs SET api_cost = api_cost + 0.000001"
                            + " WHERE CAST(quantities AS VARCHAR) LIKE '%374%'");
        }
        assertThat(tareHere("verify")).isEqualTo(ExitCode.FINDING);
        assertThat(out).contains("BAD  costs").contains("0.001376").contains("0.001375");
        assertThat(out).contains("BAD  rollups");
    }

    @Test
    void sql_answers_a_select_and_refuses_anything_else() throws Exception {
        importTrace(trace());
        assertThat(tareHere("sql", "SELECT COUNT(*) AS calls FROM api_usage_logs", "--json"))
                .isZero();
        assertThat(out).contains("\"calls\":\"3\"");
        for (String evil :
                List.of(
                        "DELETE FROM api_usage_logs",
                        "SELECT 1; DROP TABLE api_usage_logs",
                        "COPY api_usage_logs TO '" + folder.resolve("x.csv") + "'",
                        "SELECT * FROM read_csv('/etc/passwd')",
                        "ATTACH '" + folder.resolve("x.db") + "'",
                        "SET memory_limit='1TB'")) {
            assertThat(tareHere("sql", evil)).as(evil).isEqualTo(ExitCode.USAGE);
            assertThat(err).as(evil).isNotBlank();
        }
        assertThat(tareHere("verify")).isZero();
    }

    @Test
    void a_backup_says_what_is_in_it_and_never_overwrites() throws Exception {
        importTrace(trace());
        Path copy = folder.resolve("copy.duckdb");
        assertThat(tareHere("backup", copy.toString())).isZero();
        assertThat(out).contains("3 events");
        assertThat(tareHere("backup", copy.toString())).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void prices_print_as_a_file_that_adds_nothing_when_entered_again() throws Exception {
        assertThat(tareHere("prices")).isZero();
        String book = out;
        assertThat(book).contains("azure-chat").contains("deep_image");
        Path again = file("again.yaml", book);
        assertThat(tareHere("import", "prices", again.toString(), "--dry-run")).isZero();
        assertThat(out).contains("(0 new)").contains("nothing was entered");
        assertThat(tareHere("import", "prices", again.toString())).isZero();
        assertThat(out).contains("New: 0 rate cards, 0 plans, 0 credit tariffs.");
    }

    @Test
    void a_rate_card_with_a_known_id_and_another_price_is_refused() throws Exception {
        Path other = file("other.yaml", PRICES.replace("2.50", "2.60"));
        assertThat(tareHere("import", "prices", other.toString(), "--dry-run"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("known with another content");
        assertThat(tareHere("import", "prices", other.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("azure-chat").contains("never changed");
    }

    @Test
    void a_report_parameter_that_can_not_be_understood_is_named() {
        assertThat(tareHere("report", "profit", "--range", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("\"soon\"");
        assertThat(tareHere("report", "profit", "--tz", "Mars")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("\"Mars\"");
    }

    @Test
    void serve_refuses_the_demos_folder_without_a_flag_and_demo_refuses_any_other()
            throws Exception {
        assertThat(tareHere("demo", "--exit")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("isn't the demo's");
        Files.writeString(folder.resolve("data/DEMO"), "made up");
        assertThat(tareHere("serve", "--port", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("made-up data").contains("--demo");
    }

    @Test
    void a_folder_without_data_says_how_to_start() {
        assertThat(tare("report", "profit", "--data", folder.resolve("none").toString()))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(err).contains("tare serve");
    }
}
