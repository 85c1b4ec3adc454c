package dev.tare.bench.cases;

import static dev.tare.bench.cases.CaseRun.assertCounts;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of calculators: run where the case holds what decides, whatever its test is called. */
class CalculatorCasesTest {
    private static final String FILE = "litellm_test_cases_x.jsonl";
    private static final String USED = "\"prompt_tokens\":100,\"completion_tokens\":50";

    @TempDir Path folder;
    private CaseRun cases;

    @BeforeEach
    void aMapLiesBeside() throws IOException {
        cases = new CaseRun(folder);
        cases.write(
                "litellm_model_prices_x.json",
                "{\"m\":{\"input_cost_per_token\":2,\"input_cost_per_token_flex\":1,"
                        + "\"output_cost_per_token\":4},"
                        + "\"xai/g\":{\"input_cost_per_token\":1,\"output_cost_per_token\":2},"
                        + "\"perplexity/s\":{\"input_cost_per_token\":1,"
                        + "\"output_cost_per_token\":2,\"citation_cost_per_token\":3,"
                        + "\"search_context_cost_per_query\":{\"search_context_size_low\":5}},"
                        + "\"c\":{\"input_cost_per_character\":3,\"input_cost_per_token\":12},"
                        + "\"d\":{\"input_cost_per_image\":7,\"litellm_provider\":\"openai\"},"
                        + "\"hd/1024-x-1024/d\":{\"input_cost_per_image\":9,"
                        + "\"litellm_provider\":\"openai\"}}");
    }

    private static String call(String test, String called, String input, String expected) {
        return "{\"id\":\"c\",\"kind\":\"public_api\",\"source\":\"tests::%s\",\"fn\":\"%s\","
                        .formatted(test, called)
                + "\"input\":"
                + input
                + ",\"expected\":"
                + expected
                + "}";
    }

    private static String answered(String model, String usage, String beside) {
        return "{\"model\":\"%s\",\"completion_response\":{\"model\":\"%s\",\"usage\":{%s}%s}}"
                .formatted(model, model, usage, beside);
    }

    @Test
    void aTestsNameIsNoReasonToLeaveItOut() throws IOException {
        String plain = answered("m", USED, "");
        assertCounts(
                cases.run(
                        FILE,
                        call("test_service_tier", "completion_cost", plain, "400"),
                        call("test_cost_discount", "completion_cost", plain, "400"),
                        call("test_cost_margin", "completion_cost", plain, "400.1")),
                2,
                0,
                1,
                0);
    }

    @Test
    void theTierIsTheAnswersBeforeThatOfItsCount() throws IOException {
        String counted = USED + ",\"service_tier\":\"flex\"";
        String answer = answered("m", counted, ",\"service_tier\":\"default\"");
        assertCounts(
                cases.run(
                        FILE,
                        call("t", "completion_cost", answered("m", counted, ""), "300"),
                        call("t", "completion_cost", answer, "400")),
                2,
                0,
                0,
                0);
    }

    @Test
    void aCalculatorOfOneProviderIsAskedOfThatProvidersEntry() throws IOException {
        String thoughts =
                "{\"model\":\"g\",\"usage\":{\"completion_tokens_details\":{"
                        + "\"reasoning_tokens\":10},"
                        + USED
                        + "}}";
        String cited = "{\"model\":\"s\",\"usage\":{\"citation_tokens\":5," + USED + "}}";
        String searched =
                "{\"model\":\"s\",\"usage\":{\"prompt_tokens_details\":{"
                        + "\"web_search_requests\":1},"
                        + USED
                        + "}}";
        String perplexity = "perplexity.cost_calculator.cost_per_token";
        assertCounts(
                cases.run(
                        FILE,
                        call("t", "xai.cost_calculator.cost_per_token", thoughts, "[100,120]"),
                        call("t", "xai.cost_calculator.cost_per_token", thoughts, "[120,100]"),
                        call("t", perplexity, cited, "[115,100]"),
                        call("t", perplexity, searched, "[100,100.005]")),
                2,
                0,
                1,
                1);
    }

    @Test
    void charactersAreChargedWhereTheyAreTold() throws IOException {
        String told = "{\"model\":\"c\",\"prompt_characters\":10,\"prompt_tokens\":2}";
        assertCounts(
                cases.run(
                        FILE,
                        call("t", "cost_per_token", told, "[30,0]"),
                        call("t", "cost_per_token", told, "[24,0]")),
                1,
                0,
                1,
                0);
    }

    @Test
    void picturesAreOneAndOfTheUsualSizeWhereNothingIsTold() throws IOException {
        String made = "default_image_cost_calculator";
        String plain = "{\"model\":\"d\",\"custom_llm_provider\":\"openai\"%s}";
        assertCounts(
                cases.run(
                        FILE,
                        call("t", made, plain.formatted(""), "7"),
                        call("t", made, plain.formatted(",\"quality\":\"hd\""), "9"),
                        call("t", made, plain.formatted(",\"n\":2,\"quality\":\"hd\""), "18"),
                        call("t", made, plain.formatted(",\"quality\":\"hd\""), "9.01"),
                        call("t", made, plain.formatted(",\"n\":\"many\""), "7")),
                3,
                0,
                1,
                1);
    }

    @Test
    void aSettingOutsideIsWhatTheTestItselfSaysOfItsAmount() throws IOException {
        String plain = call("t", "completion_cost", answered("m", USED, ""), "440");
        String said = plain.substring(0, plain.length() - 1) + ",\"asserts\":[[\"%s\",\"%s\"]]}";
        assertCounts(
                cases.run(
                        FILE,
                        said.formatted("cost_with_margin == approx(x)", "440 == 440"),
                        said.formatted("cost_with_margin == approx(x)", "480 == 480"),
                        said.formatted("cost_with_margin == cost_without", "440 == 440"),
                        call(
                                "t",
                                "completion_cost",
                                "{\"model\":\"m\",\"custom_pricing\":true}",
                                "0"),
                        call("t", "completion_cost", answered("none", USED, ""), "1")),
                0,
                0,
                2,
                3);
    }

    @Test
    void aPriceThatTheTestChangedIsOutsideToo() throws IOException {
        String called = "{\"asserts\":[[\"a == b\",\"400 == 400\"],[\"a == b\",\"900 == 900\"]],";
        assertCounts(
                cases.run(
                        FILE,
                        called
                                + call("t", "completion_cost", answered("m", USED, ""), "400")
                                        .substring(1),
                        called
                                + call("t", "completion_cost", answered("m", USED, ""), "900")
                                        .substring(1)),
                1,
                0,
                0,
                1);
    }

    @Test
    void charactersOfATextThatIsNotThereArentCounted() throws IOException {
        String google = answered("v", USED, "");
        cases.write(
                "litellm_model_prices_x.json",
                "{\"v\":{\"input_cost_per_token\":2,\"output_cost_per_token\":4,"
                        + "\"output_cost_per_character\":1}}");
        String vertex = google.replaceFirst("\\{", "{\"custom_llm_provider\":\"vertex_ai\",");
        assertCounts(
                cases.run(
                        FILE,
                        call("t", "completion_cost", vertex, "400"),
                        call("t", "completion_cost", google, "400")),
                1,
                0,
                0,
                1);
    }
}
