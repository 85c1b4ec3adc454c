package dev.tare.bench.cases;

import static dev.tare.bench.cases.CaseRun.assertCounts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner of case files, on cases of our own: it agrees where it should, and nowhere else. */
class CasesTest {
    @TempDir Path folder;

    private Map<String, Object> run(String name, String... cases) throws IOException {
        return new CaseRun(folder).run(name, cases);
    }

    private static String tokens(String usage, String prompt, String answer) {
        return "{\"id\":\"one\",\"price_entry\":{\"input_cost_per_token\":2e-06,"
                + "\"output_cost_per_token\":1e-05},\"usage\":"
                + usage
                + ",\"expected\":{\"prompt_cost\":"
                + prompt
                + ",\"completion_cost\":"
                + answer
                + "}}";
    }

    @Test
    void countsOfTokensAreComparedOnBothSides() throws IOException {
        String usage = "{\"prompt_tokens\":100,\"completion_tokens\":10,\"total_tokens\":110}";

        assertCounts(
                run(
                        "litellm_oracle_cases.jsonl",
                        tokens(usage, "0.0002", "0.0001"),
                        tokens(usage, "0.00020000000000000004", "0.0001"),
                        tokens(usage, "0.0001", "0.0002"),
                        tokens(usage, "0.0002", "0.00010001"),
                        "{\"id\":\"two\"}"),
                2,
                0,
                2,
                1);
    }

    @Test
    void aListOfModelsByPatternIsFollowedByItsOwnRule() throws IOException {
        String tiers =
                "\"pricingTiers\":[{\"priority\":0,\"conditions\":[],\"prices\":{\"input\":2e-6}},"
                        + "{\"priority\":1,\"conditions\":[{\"usageDetailPattern\":\"(input)\","
                        + "\"operator\":\"gt\",\"value\":272000}],\"prices\":{\"input\":4e-6}}]";
        String entry = "{\"modelName\":\"m\",\"matchPattern\":\"%s\",%s}";
        assertCounts(
                run(
                        "langfuse_default_model_prices_1.json",
                        "[" + entry.formatted("(?i)^(openai/)?m$", tiers) + ",",
                        entry.formatted("^ft:m:.+$", tiers) + ",",
                        entry.formatted("^(openai/)?n$", tiers.replace("input\":4", "odd\":4"))
                                + ",",
                        entry.formatted("^(openai/)?o$", "\"pricingTiers\":[]") + "]"),
                1,
                1,
                1,
                1);
    }

    @Test
    void changesOfPricesHoldFromTheirDayOn() throws IOException {
        assertCounts(
                run(
                        "litellm_price_change_history.jsonl",
                        "{\"seen_by\":\"2024-01-01\",\"model\":\"m\",\"field\":"
                                + "\"input_cost_per_token\",\"old\":2,\"new\":1}",
                        "{\"seen_by\":\"2024-05-01\",\"model\":\"m\",\"field\":"
                                + "\"input_cost_per_token\",\"old\":1,\"new\":3}",
                        "{\"seen_by\":\"2024-06-01\",\"model\":\"m\",\"field\":\"*removed*\"}"),
                3,
                0,
                0,
                0);
    }

    @Test
    void aMapIsAgreedOnWhereEveryCostIsUnderstood() throws IOException {
        assertCounts(
                run(
                        "litellm_model_prices_2030-01-01.json",
                        "{\"a\":{\"litellm_provider\":\"p\",\"input_cost_per_token\":1e-6},"
                                + "\"b\":{\"litellm_provider\":\"p\",\"input_cost_per_dream\":1},"
                                + "\"c\":{\"litellm_provider\":\"p\",\"max_tokens\":10}}"),
                1,
                0,
                1,
                1);
    }

    @Test
    void modelsOfBillingSystemsAreTranslated() throws IOException {
        assertCounts(
                run(
                        "price_model_cases.jsonl",
                        "{\"model\":\"lago_package\",\"properties\":{\"amount\":\"5\","
                                + "\"package_size\":10,\"free_units\":1},\"input\":{"
                                + "\"aggregation\":12},\"expected\":[{\"field\":\"amount\","
                                + "\"transform\":\"\",\"value\":10}]}",
                        "{\"model\":\"killbill_consumable_in_arrear\",\"properties\":{"
                                + "\"tier_block_policy\":\"ALL_TIERS\","
                                + "\"tiers\":[{\"block_size\":10,"
                                + "\"max_blocks\":1,\"block_price\":\"1\"},{\"block_size\":5,"
                                + "\"max_blocks\":1,\"block_price\":\"2\"}]},"
                                + "\"input\":{\"units\":11},"
                                + "\"expected\":{\"total\":\"3\"}}",
                        "{\"model\":\"openmeter_UnitPrice\",\"properties\":{\"Price\":{\"_t\":"
                                + "\"UnitPrice\",\"Amount\":10,\"Commitments\":{\"MinimumAmount\":"
                                + "100}}},\"input\":{\"LineMode\":\"x.LastInPeriodSplitLineMode\","
                                + "\"Usage\":{\"LinePeriodQty\":2}},\"expected\":{\"total\":100}}",
                        "{\"model\":\"openmeter_UnitPrice\",\"properties\":{\"Price\":{\"_t\":"
                                + "\"UnitPrice\",\"Amount\":10}},\"input\":{\"LineMode\":"
                                + "\"x.LastInPeriodSplitLineMode\","
                                + "\"Usage\":{\"LinePeriodQty\":2}},"
                                + "\"expected\":{\"total\":21}}"),
                3,
                0,
                1,
                0);
    }
}
