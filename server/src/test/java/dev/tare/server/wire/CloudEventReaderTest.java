package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a CloudEvent means to Tare. */
class CloudEventReaderTest implements CloudEventReader.Sink {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final List<String> sources = new ArrayList<>();
    private final List<UsageEvent> events = new ArrayList<>();
    private final List<RefusedEvent> refused = new ArrayList<>();

    @Override
    public void accepted(int index, String source, UsageEvent event) {
        sources.add(source);
        events.add(event);
    }

    @Override
    public void refused(RefusedEvent refusal) {
        refused.add(refusal);
    }

    private void read(String text) {
        try {
            CloudEventReader.read(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                    NOW,
                    10_000,
                    this);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String cloudEvent(String more) {
        return """
        {"specversion":"1.0","id":"e1","source":"gateway","type":"prompt","subject":"u-1"%s}\
        """
                .formatted(more.isEmpty() ? "" : "," + more);
    }

    private UsageEvent with(String data) {
        read(cloudEvent("\"data\":" + data));
        assertThat(refused).isEmpty();
        return events.getLast();
    }

    private Rejection refusal(String text) {
        read(text);
        assertThat(events).isEmpty();
        return refused.getFirst().rejection();
    }

    @Test
    void the_envelope_alone_is_one_call_of_its_type() {
        read(cloudEvent(""));

        UsageEvent event = events.getFirst();
        assertThat(sources).containsExactly("gateway");
        assertThat(event.id()).isEqualTo("e1");
        assertThat(event.userId()).isEqualTo("u-1");
        assertThat(event.operation()).isEqualTo("prompt");
        assertThat(event.provider()).isEqualTo("unknown");
        assertThat(event.quantities()).isEqualTo(Quantities.ONE_CALL);
        assertThat(event.time()).isNull();
        assertThat(event.metadata()).isNull();
    }

    @Test
    void data_of_null_is_no_data_and_so_are_nulls_in_the_envelope() {
        read(cloudEvent("\"data\":null,\"time\":null,\"dataschema\":null"));

        assertThat(refused).isEmpty();
        assertThat(events.getFirst().quantities()).isEqualTo(Quantities.ONE_CALL);
    }

    @Test
    void our_fields_in_data_are_our_fields() {
        UsageEvent event =
                with(
                        """
                        {"provider":"openai","operation":"chat","model":"gpt-4o","plan":"pro",
                         "status":"failed","error":"timeout","processing_time_ms":120,
                         "credits":"1.5","cost":0.25,"fingerprint":"f1","estimated":true,
                         "quantities":{"input_tokens":1200,"output_tokens":"240"}}
                        """);

        assertThat(event.provider()).isEqualTo("openai");
        assertThat(event.operation()).isEqualTo("chat");
        assertThat(event.model()).isEqualTo("gpt-4o");
        assertThat(event.plan()).isEqualTo("pro");
        assertThat(event.status()).isEqualTo(EventStatus.FAILED);
        assertThat(event.error()).isEqualTo("timeout");
        assertThat(event.processingTimeMs()).isEqualTo(120);
        assertThat(event.credits()).isEqualByComparingTo("1.5");
        assertThat(event.cost()).isEqualByComparingTo("0.25");
        assertThat(event.fingerprint()).isEqualTo("f1");
        assertThat(event.estimated()).isTrue();
        assertThat(event.quantities().byUnit().toString())
                .isEqualTo("{input_tokens=1200, output_tokens=240}");
        assertThat(event.metadata()).isNull();
    }

    @Test
    void numbers_and_texts_that_are_numbers_are_quantities_under_their_own_names() {
        UsageEvent event =
                with(
                        """
                        {"tokens":"123","duration_seconds":1.5,"inputTokens":7,"cache-hits":0,
                         "model":"m","type":"input"}
                        """);

        assertThat(event.quantities().byUnit().toString())
                .isEqualTo("{cache_hits=0, duration_seconds=1.5, input_tokens=7, tokens=123}");
        assertThat(event.metadata()).isEqualTo("{\"type\":\"input\"}");
    }

    @Test
    void a_measured_number_keeps_nine_decimals_rounded_half_even() {
        UsageEvent event = with("{\"seconds\":0.12345678950000001,\"hours\":\"0.0000000005\"}");

        assertThat(event.quantities().byUnit())
                .containsEntry("seconds", new BigDecimal("0.12345679"))
                .containsEntry("hours", BigDecimal.ZERO);
    }

    @Test
    void ids_other_texts_and_structures_are_metadata_digit_by_digit() {
        String data =
                "{\"order_id\":17,\"traceId\":\"42\",\"card\":\"1234567890123456\","
                        + "\"stamp\":1732357530123456,\"ok\":true,\"status\":\"200\","
                        + "\"tags\":[1.50,{\"a\":null}],\"metadata\":{\"x\":1}}";
        UsageEvent event = with(data);

        assertThat(event.quantities()).isEqualTo(Quantities.ONE_CALL);
        assertThat(event.status()).isEqualTo(EventStatus.SUCCESS);
        assertThat(event.metadata()).isEqualTo(data);
    }

    @Test
    void attributes_beyond_the_standards_own_are_let_through() {
        read(cloudEvent("\"traceparent\":\"00-ab-01\",\"partition\":{\"x\":[1]}"));

        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"id", "source", "specversion", "type", "subject"})
    void what_the_standard_requires_is_required(String field) {
        String text = cloudEvent("").replaceAll("\"" + field + "\":\"[^\"]*\",?", "");
        Rejection missing = refusal(text.replace(",}", "}"));

        assertThat(missing.code()).isEqualTo(RejectionCode.MISSING_FIELD);
        assertThat(missing.field()).isEqualTo(field);
        assertThat(missing.message()).contains(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"data\":\"text\" | INVALID_TYPE | data",
                "\"data\":[1] | INVALID_TYPE | data",
                "\"data\":{\"tokens\":-1} | INVALID_QUANTITY | data.quantities.tokens",
                "\"data\":{\"tokens\":\"-1\"} | INVALID_QUANTITY | data.quantities.tokens",
                "\"data\":{\"tokens\":NaN} | INVALID_QUANTITY | data.quantities.tokens",
                "\"data\":{\"1st\":1} | INVALID_UNIT | data.quantities",
                "\"data\":{\"a\":1,\"A\":2} | DUPLICATE_FIELD | data.A",
                "\"data\":{\"a\":1,\"a\":1} | DUPLICATE_FIELD | data.a",
                "\"data\":{\"cost\":-1} | INVALID_COST | data.cost",
                "\"data\":{\"quantities\":7} | INVALID_TYPE | data.quantities",
                "\"data\":{\"x\":{\"a\":1,\"a\":2}} | DUPLICATE_FIELD | data.x",
                "\"data_base64\":\"AA==\" | UNSUPPORTED_CLOUDEVENT | data_base64",
                "\"datacontenttype\":\"text/xml\" | UNSUPPORTED_CLOUDEVENT | datacontenttype",
                "\"time\":\"yesterday\" | INVALID_TIME | time",
                "\"time\":\"2009-01-01T00:00:00Z\" | TIME_OUT_OF_RANGE | time",
                "\"id\":\"again\" | DUPLICATE_FIELD | id",
            })
    void what_cannot_be_read_is_refused_by_field_and_code(
            String more, RejectionCode code, String field) {
        Rejection rejection = refusal(cloudEvent(more));

        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.field()).isEqualTo(field);
    }

    @Test
    void another_version_of_the_standard_is_refused() {
        Rejection rejection = refusal(cloudEvent("").replace("1.0", "0.3"));

        assertThat(rejection.code()).isEqualTo(RejectionCode.UNSUPPORTED_CLOUDEVENT);
        assertThat(rejection.message()).contains("0.3", "1.0");
    }
}
