package dev.tare.sdk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An event as it is sent. */
class EventFormTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.000001999Z");

    private final EventForm form = new EventForm();

    private String written(UsageRecord record) {
        return written(record, NOON);
    }

    private String written(UsageRecord record, Instant time) {
        form.write(record, 0xABC, 7, time);
        return new String(form.json.array(), 0, form.json.length(), StandardCharsets.UTF_8);
    }

    private Object read(UsageRecord record, String field) throws JsonReader.Malformed {
        Map<?, ?> json = (Map<?, ?>) requireNonNull(JsonReader.read(written(record)));
        return requireNonNull(json.get(field));
    }

    @Test
    void an_event_with_everything_in_it() {
        UsageRecord record =
                new UsageRecord("openai", "chat")
                        .user("u-42")
                        .model("gpt-4o")
                        .plan("pro")
                        .quantity("input_tokens", 1_200)
                        .quantity("seconds", new BigDecimal("0.1"))
                        .outcome(Outcome.FAILED)
                        .error("timed out")
                        .processingTime(Duration.ofMillis(1_840))
                        .credits(new BigDecimal("1.50"))
                        .cost(new BigDecimal("0.000000001"))
                        .fingerprint("f1")
                        .metadata("feature", "assistant")
                        .metadata("retries", 2)
                        .metadata("cached", true)
                        .metadata("score", new BigDecimal("0.25"));

        assertThat(written(record))
                .isEqualTo(
                        "{\"id\":\"0000000000000abc-7\",\"time\":\"2026-11-23T12:00:00.000001Z\","
                                + "\"provider\":\"openai\",\"operation\":\"chat\","
                                + "\"model\":\"gpt-4o\",\"plan\":\"pro\",\"user_id\":\"u-42\","
                                + "\"quantities\":{\"input_tokens\":1200,\"seconds\":0.1},"
                                + "\"status\":\"failed\",\"error\":\"timed out\","
                                + "\"processing_time_ms\":1840,\"credits\":1.50,"
                                + "\"cost\":0.000000001,\"fingerprint\":\"f1\","
                                + "\"metadata\":{\"feature\":\"assistant\",\"retries\":2,"
                                + "\"cached\":true,\"score\":0.25}}");
    }

    @Test
    void a_year_that_no_timestamp_has_is_sent_as_it_is_for_the_server_to_refuse() {
        UsageRecord record = new UsageRecord("p", "o");
        assertThat(written(record, Instant.parse("+12026-01-02T03:04:05Z")))
                .contains("\"time\":\"12026-01-02T03:04:05.");
        assertThat(written(record, Instant.parse("-0004-01-02T03:04:05Z")))
                .contains("\"time\":\"-4-01-02T03:04:05.");
    }

    @Test
    void what_was_written_before_does_not_show_in_the_next() {
        for (int round = 0; round < 2; round++) {
            for (String model : new String[] {"a", "b", null}) {
                for (String plan : new String[] {"a", "b", null}) {
                    String names =
                            (model == null ? "" : ",\"model\":\"" + model + "\"")
                                    + (plan == null ? "" : ",\"plan\":\"" + plan + "\"");
                    UsageRecord record = new UsageRecord("p", "o").model(model).plan(plan);
                    String event = "\"provider\":\"p\",\"operation\":\"o\"" + names;
                    assertThat(written(record)).endsWith(event + "}");
                    assertThat(written(record.user("u"))).endsWith(event + ",\"user_id\":\"u\"}");
                }
            }
        }
    }

    @Test
    void a_unit_and_metadata_may_have_the_same_name() {
        for (int round = 0; round < 2; round++) {
            UsageRecord record =
                    new UsageRecord("p", "o")
                            .quantity("a", 1)
                            .quantity("b", 2)
                            .metadata("b", 3)
                            .metadata("a", 4);

            assertThat(written(record))
                    .endsWith("\"quantities\":{\"a\":1,\"b\":2},\"metadata\":{\"b\":3,\"a\":4}}");
        }
    }

    @Test
    void what_is_not_said_is_not_sent() {
        UsageRecord record = new UsageRecord("p", "o").user(null).metadata("a", (String) null);

        assertThat(written(record))
                .isEqualTo(
                        "{\"id\":\"0000000000000abc-7\",\"time\":\"2026-11-23T12:00:00.000001Z\","
                                + "\"provider\":\"p\",\"operation\":\"o\"}");
    }

    @Test
    void any_text_comes_back_as_it_was() throws JsonReader.Malformed {
        for (String text :
                new String[] {
                    "\"\\\b\f\n\r\t/\u0000\u001f\u007f",
                    "é ß \u07ff \u0800 \uffff 漢字 \uD83D\uDE00",
                    "half a pair: \uD83D and \uDE00",
                    "x".repeat(3_000) + "\n".repeat(3_000)
                }) {
            assertThat(read(new UsageRecord("p", "o").user(text), "user_id")).isEqualTo(text);
        }
    }

    @Test
    void numbers_are_written_digit_by_digit() {
        for (long number : new long[] {0, 9, 10, -1, 999, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(written(new UsageRecord("p", "o").quantity("n", number)))
                    .endsWith("\"quantities\":{\"n\":" + number + "}}");
        }
        assertThat(written(new UsageRecord("p", "o").cost(new BigDecimal("1E-9"))))
                .endsWith("\"cost\":0.000000001}");
        assertThat(written(new UsageRecord("p", "o").cost(new BigDecimal("1E+1000000"))))
                .endsWith("\"cost\":1E+1000000}");
    }

    @Test
    void an_absurd_duration_is_sent_as_one_that_the_server_refuses() {
        for (Duration absurd :
                new Duration[] {
                    Duration.ofDays(1_001),
                    Duration.ofSeconds(Long.MAX_VALUE),
                    Duration.ofSeconds(Long.MIN_VALUE)
                }) {
            assertThat(written(new UsageRecord("p", "o").processingTime(absurd)))
                    .endsWith(",\"processing_time_ms\":86400000000}");
        }
    }

    @Test
    void a_unit_said_again_replaces_what_was_said() {
        assertThat(written(new UsageRecord("p", "o").quantity("n", 1).quantity("n", 2)))
                .endsWith("\"quantities\":{\"n\":2}}");
    }

    @Test
    void an_exceptions_text_never_makes_the_event_unreadable() throws JsonReader.Malformed {
        String text = "a\u0000b\uD83Dc" + "\uD83D\uDE00".repeat(2_000);

        String sent = (String) read(new UsageRecord("p", "o").error(text), "error");

        assertThat(sent)
                .hasSize(2_000)
                .startsWith("a\uFFFDb\uFFFDc\uD83D\uDE00")
                .endsWith("\uFFFD");
    }

    @Test
    void times_are_utc_to_the_microsecond() {
        for (String time :
                new String[] {
                    "1969-12-31T23:59:59.999999Z",
                    "2024-02-29T00:00:00.000000Z",
                    "2026-12-31T23:59:59.123456Z",
                    "2027-01-01T00:00:00.000000Z"
                }) {
            assertThat(written(new UsageRecord("p", "o"), Instant.parse(time)))
                    .contains("\"time\":\"" + time + "\"");
        }
    }
}
