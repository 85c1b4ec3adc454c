package dev.tare.bench.cases;

import static dev.tare.bench.cases.CaseRun.assertCounts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies below the folder: each case is counted once, and the others run. */
class OddFilesTest {
    private static final String GOOD =
            "{\"id\":\"good\",\"usd_per_unit\":{\"input\":1e-6},\"usage\":{\"input\":10},"
                    + "\"expected_usd\":{\"total\":1e-5}}";

    @TempDir Path folder;
    private CaseRun cases;

    @BeforeEach
    void aGoodFileLiesBeside() throws IOException {
        cases = new CaseRun(folder);
        cases.write("helicone_good.jsonl", GOOD);
    }

    private void assertTold(String name, String why) throws IOException {
        Map<String, Object> report = cases.of(name);
        assertCounts(report, 0, 0, 0, 1);
        assertThat(String.valueOf(report.get("examples")))
                .contains(name + ": could not be read: " + why);
        assertCounts(cases.of("helicone_good.jsonl"), 1, 0, 0, 0);
    }

    @Test
    void whatIsntUtf8IsTold() throws IOException {
        cases.write("litellm_oracle_x.jsonl", GOOD.getBytes(StandardCharsets.UTF_16));

        assertTold("litellm_oracle_x.jsonl", "it isn't UTF-8");
    }

    @Test
    void aLinkToNothingIsTold() throws IOException {
        Files.createSymbolicLink(folder.resolve("helicone_x.jsonl"), folder.resolve("nothing"));

        assertTold("helicone_x.jsonl", "");
    }

    @Test
    void aMapThatIsNoJsonIsTold() throws IOException {
        cases.write("litellm_model_prices_x.json", "not json");

        assertTold("litellm_model_prices_x.json", "Unrecognized token");
    }

    @Test
    void aMapOrListOfAnotherShapeIsTold() throws IOException {
        cases.write("litellm_model_prices_x.json", "[]");
        assertTold("litellm_model_prices_x.json", "it is no JSON object");

        cases.write("langfuse_default_model_prices_x.json", "{}");
        assertTold("langfuse_default_model_prices_x.json", "it is no JSON array");
    }

    @Test
    void whatNeedsAMapThatCantBeReadIsntRun() throws IOException {
        cases.write("litellm_model_prices_x.json", "not json");
        String picture =
                "{\"id\":\"p\",\"model\":\"m\",\"provider\":\"openai\",\"price_entry\":"
                        + "{\"input_cost_per_image\":1},\"input\":{},\"expected_cost\":1}";
        assertCounts(cases.run("litellm_oracle_image_x.jsonl", picture), 0, 0, 0, 1);

        cases.write("litellm_model_prices_x.json", "{}");
        assertCounts(cases.of("litellm_oracle_image_x.jsonl"), 1, 0, 0, 0);
    }

    @Test
    void aMarkAtTheBeginningIsNoPartOfTheFirstCase() throws IOException {
        assertCounts(cases.run("helicone_x.jsonl", "\uFEFF" + GOOD, GOOD), 2, 0, 0, 0);
    }

    @Test
    void aNameThatIsNoTextIsNoReasonToStop() throws IOException {
        String entry =
                ",\"matchPattern\":\"^(openai/)?m$\",\"pricingTiers\":[{\"priority\":0,"
                        + "\"conditions\":[],\"prices\":{\"input\":2e-6}}]}";

        assertCounts(
                cases.run(
                        "langfuse_default_model_prices_x.json",
                        "[{\"modelName\":{\"a\":1}" + entry + ",null,3,",
                        "{\"modelName\":\"m\"" + entry + "]"),
                2,
                0,
                0,
                2);
    }

    @Test
    void linesThatAreNoCasesAndNumbersWithoutMeasureAreUnsupported() throws IOException {
        assertCounts(
                cases.run(
                        "helicone_x.jsonl",
                        "not json",
                        "[1]",
                        "7",
                        "{\"id\":\"cut",
                        "[".repeat(5_000),
                        GOOD.replace("1e-6", "1e999999999"),
                        GOOD.replace("\"input\":10", "\"input\":\"1e-99999\""),
                        GOOD),
                1,
                0,
                0,
                7);
    }

    private static String percentage(String count) {
        return "{\"id\":\"p\",\"model\":\"lago_percentage\",\"properties\":{\"rate\":\"0\","
                + "\"fixed_amount\":\"2\"},\"input\":{\"aggregation\":800,\"count\":"
                + count
                + "},\"expected\":[{\"field\":\"amount\",\"transform\":\"\",\"value\":8}]}";
    }

    @Test
    void moreTransactionsThanACaseHasAreUnsupportedHoweverMany() throws IOException {
        assertCounts(
                cases.run(
                        "price_model_cases_x.jsonl",
                        percentage("4"),
                        percentage("2000000000"),
                        percentage("4294967300"),
                        percentage("1e30")),
                1,
                0,
                0,
                3);
    }

    @Test
    void kindsThatArentAboutPricesAreListed() throws IOException {
        assertCounts(
                cases.run("openmeter_ingest_cases.jsonl", "{\"id\":\"i\",\"expected\":{}}"),
                0,
                0,
                0,
                1);
        assertCounts(cases.run("credit_burndown_cases.jsonl", "{\"run\":[]}"), 0, 0, 0, 1);
    }

    @Test
    void whatExpectsNothingIsNotAgreed() throws IOException {
        assertCounts(cases.run("helicone_x.jsonl", GOOD.replace("\"total\":1e-5", "")), 0, 0, 0, 1);
        assertCounts(
                cases.run(
                        "litellm_head_rule_x.jsonl",
                        "{\"window\":\"01:00-02:00\",\"at_utc\":{}}",
                        "{\"price_entry\":{\"input_cost_per_token\":1},"
                                + "\"usage\":{\"prompt_tokens\":1},\"expected\":{}}"),
                0,
                0,
                0,
                2);
    }
}
