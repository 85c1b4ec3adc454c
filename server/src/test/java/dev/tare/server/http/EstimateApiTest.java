package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.pricing.Books;
import dev.tare.server.wire.PriceFile;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code POST /v1/price/estimate}: what a call costs, with every part of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EstimateApiTest {
    private static final String PRICES =
            """
            source: "https://example.com/pricing, read 2026-03-09"
            rate_cards:
              - id: large-old
                provider: example
                model: large
                from: 2025-01-01
                pricing:
                  threshold:
                    measured: [input_tokens, cached_input_tokens]
                    base:
                      per_unit:
                        input_tokens: { usd: 3, per: 1000000 }
                        cached_input_tokens: { usd: "0.30", per: 1000000 }
                        output_tokens: { usd: 15, per: 1000000 }
                    steps:
                      - above: 200000
                        price:
                          per_unit:
                            input_tokens: { usd: 6, per: 1000000 }
                            output_tokens: { usd: 30, per: 1000000 }
              - id: large-new
                provider: example
                model: large
                from: 2026-01-01
                origin: negotiated
                rates: { input_tokens: { usd: 2, per: 1000000 } }
            """;

    @TempDir static Path folder;
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(folder);
        PriceFile.Prices prices = (PriceFile.Prices) PriceFile.parse(PRICES);
        server.parts.books = Books.EMPTY.with(prices.change());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<String> ask(String type, String body) {
        return server.send(
                server.admin("/v1/price/estimate")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode answer(String body) {
        HttpResponse<String> answer = ask("application/json", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    @Test
    void a_count_of_a_provider_is_priced_part_by_part_as_of_its_time() {
        JsonNode answer =
                answer(
                        "{\"provider\":\"example\",\"model\":\"large\",\"time\":\"2025-06-01\","
                                + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":10,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":400}}}");

        assertThat(answer.get("priced").booleanValue()).isTrue();
        assertThat(answer.get("exact_usd").stringValue()).isEqualTo("0.0020700");
        assertThat(answer.get("stored_usd").stringValue()).isEqualTo("0.002070000");
        assertThat(answer.get("counted_as").stringValue()).isEqualTo("openai_chat");
        assertThat(answer.get("rate_card").get("id").stringValue()).isEqualTo("large-old");
        assertThat(answer.get("rate_card").get("source").stringValue()).contains("2026-03-09");
        assertThat(answer.get("parts").size()).isEqualTo(3);
        assertThat(answer.get("parts").get(0).get("unit").stringValue())
                .isEqualTo("cached_input_tokens");
        assertThat(answer.get("parts").get(0).get("rate_usd").stringValue()).isEqualTo("0.0000003");
    }

    @Test
    void a_count_of_nothing_costs_nothing_here_as_where_it_is_recorded() {
        JsonNode answer =
                answer(
                        "{\"provider\":\"example\",\"model\":\"large\",\"time\":\"2025-06-01\","
                                + "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}");

        assertThat(answer.get("priced").booleanValue()).isTrue();
        assertThat(answer.get("stored_usd").stringValue()).isEqualTo("0.000000000");
    }

    @Test
    void the_rule_that_chose_a_rate_is_told() {
        JsonNode answer =
                answer(
                        "{\"provider\":\"example\",\"model\":\"large\",\"time\":\"2025-06-01\","
                                + "\"quantities\":{\"input_tokens\":200001}}");

        assertThat(answer.get("exact_usd").stringValue()).isEqualTo("1.200006");
        assertThat(answer.get("parts").get(0).get("rule").stringValue()).isEqualTo("above 200000");
    }

    @Test
    void what_has_no_price_is_named_and_the_rest_is_told_as_at_least() {
        JsonNode answer =
                answer(
                        "{\"provider\":\"example\",\"model\":\"large\",\"time\":\"2026-06-01\","
                                + "\"usage\":{\"input_tokens\":1000,\"output_tokens\":5}}");

        assertThat(answer.get("priced").booleanValue()).isFalse();
        assertThat(answer.get("reason").stringValue()).isEqualTo("no_rate_for_unit");
        assertThat(answer.get("detail").stringValue()).isEqualTo("output_tokens");
        assertThat(answer.get("at_least_usd").stringValue()).isEqualTo("0.002000");
        assertThat(answer.get("rate_card").get("origin").stringValue()).isEqualTo("negotiated");
    }

    @Test
    void a_price_may_come_with_the_question() {
        JsonNode answer =
                answer(
                        "{\"pricing\":{\"package\":{\"unit\":\"images\",\"size\":10,"
                                + "\"usd\":\"1\"}},"
                                + "\"quantities\":{\"images\":11}}");

        assertThat(answer.get("exact_usd").stringValue()).isEqualTo("2");
        assertThat(answer.has("rate_card")).isFalse();
    }

    @Test
    void several_questions_come_as_lines_and_a_bad_one_spoils_only_its_own() {
        HttpResponse<String> answer =
                ask(
                        "application/x-ndjson",
                        """
                        {"rates":{"images":"0.08"},"quantities":{"images":1}}
                        {"rates":{"images":"dear"}}
                        {"rates":{"images":"0.04"},"quantities":{"images":2}}
                        """);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines().toList())
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"exact_usd\":\"0.08\""),
                        second ->
                                assertThat(second)
                                        .contains("\"code\":\"invalid_number\"", "rates.images"),
                        third -> assertThat(third).contains("\"exact_usd\":\"0.08\""));
    }

    @Test
    void a_count_that_contradicts_itself_is_refused() {
        HttpResponse<String> answer =
                ask(
                        "application/json",
                        "{\"provider\":\"example\",\"usage\":{\"prompt_tokens\":10,"
                                + "\"completion_tokens\":1,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":11}}}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("code").stringValue()).isEqualTo("inconsistent_usage");
        assertThat(json(answer).get("detail").stringValue())
                .contains("prompt_tokens is 10, and its parts come to 11");
    }

    @Test
    void an_unknown_key_is_named() {
        HttpResponse<String> answer =
                ask("application/json", "{\"provider\":\"example\",\"modle\":\"large\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("code").stringValue()).isEqualTo("unknown_key");
        assertThat(json(answer).get("field").stringValue()).isEqualTo("modle");
    }
}
