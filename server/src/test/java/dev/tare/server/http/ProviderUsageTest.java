package dev.tare.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event may tell what was used as its provider counts it, whatever the spelling. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProviderUsageTest {
    @TempDir static Path folder;
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.parts.journal.records.clear();
    }

    private HttpResponse<String> send(String fields) {
        return server.usage(
                "application/json",
                "{\"id\":\"a\",\"user_id\":\"u\",\"provider\":\"p\",\"operation\":\"chat\","
                        + fields
                        + "}");
    }

    private UsageEvent event(String fields) {
        assertThat(send(fields).body()).isEqualTo("{\"accepted\":1,\"rejected\":[]}");
        return ((JournalRecord.Usage) server.parts.journal.records.getFirst())
                .batch()
                .events()
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":60,\"audio_tokens\":0}}"
                        + " | openai_chat | cached_input_tokens=60 input_tokens=40"
                        + " output_tokens=20",
                "{\"input_tokens\":100,\"output_tokens\":20,\"total_tokens\":120,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":5}}"
                        + " | openai_responses | input_tokens=100 output_tokens=15"
                        + " reasoning_tokens=5",
                "{\"input_tokens\":3,\"cache_creation_input_tokens\":12304,\"output_tokens\":550,"
                        + "\"cache_read_input_tokens\":0,\"server_tool_use\":null,"
                        + "\"inference_geo\":\"us\"}"
                        + " | anthropic | cache_write_5m_tokens=12304 input_tokens=3"
                        + " output_tokens=550",
                "{\"promptTokenCount\":90,\"cachedContentTokenCount\":50,"
                        + "\"candidatesTokenCount\":10,\"promptTokensDetails\":"
                        + "[{\"modality\":\"TEXT\",\"tokenCount\":83},"
                        + "{\"modality\":\"AUDIO\",\"tokenCount\":\"7\"}]}"
                        + " | gemini | cached_input_tokens=50 input_audio_tokens=7 input_tokens=33"
                        + " output_tokens=10",
                "{\"gen_ai.usage.input_tokens\":100,\"gen_ai.usage.output_tokens\":20}"
                        + " | opentelemetry | input_tokens=100 output_tokens=20",
                "{\"input_tokens\":100,\"output_tokens\":20}"
                        + " | tare | input_tokens=100 output_tokens=20",
                "{\"prompt_tokens\":8,\"completion_tokens\":2,\"total_tokens\":10,"
                        + "\"completion_time\":0.46333333299999997,\"cost\":1.2e-10,\"ok\":true}"
                        + " | openai_chat | input_tokens=8 output_tokens=2",
                "{\"gen_ai.usage.prompt_tokens\":100,\"gen_ai.usage.completion_tokens\":20}"
                        + " | opentelemetry | input_tokens=100 output_tokens=20",
                "{\"total_tokens\":1000000} | openai_responses | other_tokens=1000000",
                "{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}"
                        + " | openai_chat | input_tokens=0 output_tokens=0",
            })
    void aProvidersCountBecomesDisjointQuantitiesAndItsSpellingIsRecorded(
            String usage, String convention, String quantities) {
        UsageEvent event = event("\"usage\":" + usage);

        assertThat(readable(event)).isEqualTo(quantities);
        assertThat(event.metadata()).isEqualTo("{\"usage_convention\":\"" + convention + "\"}");
    }

    private static String readable(UsageEvent event) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, BigDecimal> one :
                new TreeMap<>(event.quantities().byUnit()).entrySet()) {
            text.append(one.getKey()).append('=').append(one.getValue().toPlainString());
            text.append(' ');
        }
        return text.toString().strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":true,\"completion_tokens\":1}",
                "{\"prompt_tokens\":\"many\",\"completion_tokens\":1}",
                "{\"prompt_tokens\":-1,\"completion_tokens\":1}",
                "{\"prompt_tokens\":1.0000000001,\"completion_tokens\":1}"
            })
    void aCountThatIsNoNumberIsNamed(String usage) {
        assertThat(send("\"usage\":" + usage).body())
                .contains("\"invalid_quantity\"", "usage.prompt_tokens");
    }

    @Test
    void aCostThatWasReckonedInBinaryIsRoundedAsItIsStored() {
        assertThat(event("\"cost\":0.30000000000000004").cost())
                .isEqualByComparingTo(new BigDecimal("0.3"));
        server.parts.journal.records.clear();
        assertThat(event("\"cost\":6.375e-07").cost())
                .isEqualByComparingTo(new BigDecimal("0.000000638"));
        assertThat(send("\"cost\":999999999.9999999999").body()).contains("\"invalid_cost\"");
    }

    @Test
    void theServiceTierIsKeptWhereThePriceLooksForIt() {
        UsageEvent event =
                event(
                        "\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"service_tier\":"
                                + "\"priority\"},\"metadata\":{\"feature\":\"chat\"}");

        assertThat(event.metadata())
                .isEqualTo(
                        "{\"usage_convention\":\"tare\",\"service_tier\":\"priority\","
                                + "\"feature\":\"chat\"}");
    }

    @Test
    void whatTheSenderSaysInMetadataStands() {
        UsageEvent event =
                event(
                        "\"usage\":{\"input_tokens\":1,\"service_tier\":\"priority\"},"
                                + "\"metadata\":{\"service_tier\":\"flex\"}");

        assertThat(event.metadata())
                .isEqualTo("{\"usage_convention\":\"tare\",\"service_tier\":\"flex\"}");
    }

    @Test
    void otherQuantitiesMayStandBesideTheCount() {
        UsageEvent event = event("\"usage\":{\"input_tokens\":1},\"quantities\":{\"images\":2}");

        assertThat(readable(event)).isEqualTo("images=2 input_tokens=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1,\"prompt_tokens_details\":"
                        + "{\"cached_tokens\":11}} | usage | inconsistent_usage",
                "\"usage\":{\"input_tokens\":1},\"quantities\":{\"input_tokens\":1}"
                        + " | quantities.input_tokens | duplicate_field",
                "\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":1}"
                        + " | usage.prompt_tokens | invalid_quantity",
                "\"usage\":{\"promptTokens\":5} | quantities | invalid_unit",
                "\"usage\":{\"input_tokens\":1,\"input_tokens\":2}"
                        + " | usage.input_tokens | duplicate_field",
                "\"usage\":[1] | usage | invalid_type",
                "\"usage\":{\"model\":\"x\"} | usage | invalid_type",
            })
    void aCountThatCantBeRightIsRefusedByName(String fields, String field, String code) {
        HttpResponse<String> answer = send(fields);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"field\":\"" + field + "\"")
                .contains("\"code\":\"" + code + "\"");
    }
}
