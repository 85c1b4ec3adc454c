package dev.tare.bench.cases;

import static dev.tare.bench.cases.CaseRun.assertCounts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs on purpose is told by what the other rule gives, never by a case's name. */
class DecidedCasesTest {
    @TempDir Path folder;

    private static String tokens(String entry, String usage, String prompt, String answer) {
        return "{\"id\":\"t\",\"price_entry\":"
                + entry
                + ",\"usage\":"
                + usage
                + ",\"expected\":{\"prompt_cost\":"
                + prompt
                + ",\"completion_cost\":"
                + answer
                + "}}";
    }

    private Map<String, Object> run(String... cases) throws IOException {
        return new CaseRun(folder).run("litellm_oracle_x.jsonl", cases);
    }

    @Test
    void aRestBelowZeroIsTheOtherRuleAndNothingElseIs() throws IOException {
        String entry =
                "{\"input_cost_per_token\":3e-06,\"cache_read_input_token_cost\":3e-07,"
                        + "\"output_cost_per_token\":1e-05}";
        String usage =
                "{\"prompt_tokens\":10,\"completion_tokens\":2,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":14}}";

        // 14 × 0.0000003 − 4 × 0.000003
        assertCounts(
                run(
                        tokens(entry, usage, "-7.8e-06", "2e-05"),
                        tokens(entry, usage, "-7.801e-06", "2e-05"),
                        tokens(entry, usage, "-7.8e-06", "2.001e-05"),
                        tokens(entry, usage, "0", "0")),
                0,
                1,
                3,
                0);
    }

    @Test
    void partsAtTheirOwnRangesAreTheOtherRule() throws IOException {
        String entry =
                "{\"tiered_pricing\":[{\"range\":[0,100],\"input_cost_per_token\":1,"
                        + "\"output_cost_per_token\":10},{\"range\":[100,1000],"
                        + "\"input_cost_per_token\":2,\"output_cost_per_token\":20}]}";
        String usage = "{\"prompt_tokens\":150,\"completion_tokens\":5}";

        assertCounts(
                run(
                        tokens(entry, usage, "300", "100"),
                        tokens(entry, usage, "200", "50"),
                        tokens(entry, usage, "200.1", "50"),
                        tokens(entry, usage, "200", "100")),
                1,
                1,
                2,
                0);
    }

    @Test
    void limitsLeftOutAreTheOtherRuleWhateverTheCaseIsCalled() throws IOException {
        String limited =
                "{\"id\":\"p\",\"name\":\"%s\",\"model\":\"lago_percentage\",\"properties\":{"
                        + "\"rate\":\"10\",\"fixed_amount\":\"0\","
                        + "\"per_transaction_max_amount\":\"5\"},\"input\":{\"aggregation\":100,"
                        + "\"count\":1},\"expected\":[{\"field\":\"amount\",\"transform\":\"\","
                        + "\"value\":%s}]}";

        assertCounts(
                new CaseRun(folder)
                        .run(
                                "price_model_cases_x.jsonl",
                                limited.formatted("with limits", "5"),
                                limited.formatted("a name of its own", "10"),
                                limited.formatted("not applied if not premium", "10.01")),
                1,
                1,
                1,
                0);
    }

    private static String listed(String name, String pattern, String type) {
        return "{\"modelName\":\"%s\",\"matchPattern\":\"%s\",\"pricingTiers\":[{\"priority\":0,"
                        .formatted(name, pattern)
                + "\"conditions\":[],\"prices\":{\""
                + type
                + "\":2e-6}}]}";
    }

    @Test
    void aPatternWithoutANameIsDecidedOnlyWhereItsPriceIsUnderstood() throws IOException {
        assertCounts(
                new CaseRun(folder)
                        .run(
                                "langfuse_default_model_prices_x.json",
                                "[" + listed("a", "^ft:a:.+$", "input") + ",",
                                listed("b", "^ft:b:.+$", "dreams\":1,\"input") + ",",
                                listed("chat-bison", "(?i)^(chat-bison)$", "input") + "]"),
                0,
                2,
                1,
                0);
    }

    @Test
    void whatHasNoPriceIsSaidBesideWhatIsAgreed() throws IOException {
        String entry = "{\"input_cost_per_token\":1,\"output_cost_per_token\":10}";
        String usage =
                "{\"prompt_tokens\":5,\"completion_tokens\":1,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":2}}";

        Map<String, Object> report =
                run(
                        tokens(entry, usage, "3", "10"),
                        tokens(entry, "{\"prompt_tokens\":5,\"completion_tokens\":1}", "5", "10"),
                        tokens(entry, usage, "3.001", "10"));

        assertCounts(report, 2, 0, 1, 0);
        assertThat(String.valueOf(report.get("examples")))
                .contains("t: [cached_input_tokens] without a price")
                .contains("1 of the 2 agreed");
        assertThat(Cases.run(folder).getFirst().text())
                .contains("     1  of them by the part that has a price");
    }

    @Test
    void whereNothingUsedHasAPriceNothingIsAgreed() throws IOException {
        String usage = "{\"prompt_tokens\":5}";

        assertCounts(run(tokens("{\"input_cost_per_second\":1}", usage, "0", "0")), 0, 0, 0, 1);
    }

    @Test
    void eachDecisionIsASentenceOfItsRecord() throws IOException {
        Path records = Path.of("../docs/decisions");
        for (Decision decision : Decision.values()) {
            String number = "%04d-".formatted(decision.number());
            try (Stream<Path> all = Files.list(records)) {
                Path record =
                        all.filter(one -> one.getFileName().toString().startsWith(number))
                                .findFirst()
                                .orElseThrow();
                assertThat(Files.readString(record).replaceAll("\\s+", " "))
                        .contains(decision.sentence());
            }
        }
    }
}
