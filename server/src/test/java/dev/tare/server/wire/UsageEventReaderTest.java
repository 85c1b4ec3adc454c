package dev.tare.server.wire;

import static dev.tare.server.wire.ReadEvents.good;
import static dev.tare.server.wire.ReadEvents.read;
import static dev.tare.server.wire.ReadEvents.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageEvent;
import dev.tare.server.wire.UsageEventReader.Form;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageEventReaderTest {
    @Test
    void every_field_is_read_and_no_digit_lost() {
        UsageEvent event =
                read(
                                Form.JSON,
                                """
                                {"id":"e1","time":"2026-11-23T11:00:00.1234567+02:00",
                                 "user_id":"u","provider":"openai","operation":"chat",
                                 "model":"gpt-4o","quantities":{"input_tokens":1500,
                                 "seconds":"0.1"},"status":"failed","error":"timeout",
                                 "processing_time_ms":12,"credits":"1.50","plan":"pro",
                                 "fingerprint":"f","cost":0.123456789,
                                 "metadata":{"a":[1.10,1e400,null,true],"b":{"c":"d"}}}
                                """)
                        .events
                        .getFirst();

        assertThat(event.time()).isEqualTo(Instant.parse("2026-11-23T09:00:00.123456Z"));
        assertThat(event.quantities().byUnit())
                .containsEntry("input_tokens", new BigDecimal("1500"))
                .containsEntry("seconds", new BigDecimal("0.1"));
        assertThat(event.credits()).isEqualByComparingTo("1.5");
        assertThat(event.cost()).isEqualTo(new BigDecimal("0.123456789"));
        assertThat(event.metadata())
                .isEqualTo("{\"a\":[1.10,1e400,null,true],\"b\":{\"c\":\"d\"}}");
        assertThat(read(Form.JSON, UsageEventWriter.json(event)).events).containsExactly(event);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'colour':1 | UNKNOWN_FIELD | colour",
                "'id':'x' | DUPLICATE_FIELD | id",
                "'plan':7 | INVALID_TYPE | plan",
                "'model':{'a':[1,2]} | INVALID_TYPE | model",
                "'cost':true | INVALID_TYPE | cost",
                "'cost':-1 | INVALID_COST | cost",
                "'cost':NaN | INVALID_COST | cost",
                "'cost':'NaN' | INVALID_COST | cost",
                "'cost':1e10000000 | INVALID_COST | cost",
                "'quantities':{'images':1e10000000} | INVALID_QUANTITY | quantities.images",
                "'quantities':{'images':-1} | INVALID_QUANTITY | quantities.images",
                "'quantities':{'images':NaN} | INVALID_QUANTITY | quantities.images",
                "'quantities':{'images':Infinity} | INVALID_QUANTITY | quantities.images",
                "'quantities':{'images':null} | INVALID_TYPE | quantities.images",
                "'quantities':{'images':1,'images':2} | DUPLICATE_FIELD | quantities.images",
                "'quantities':[1] | INVALID_TYPE | quantities",
                "'time':'1970-01-01T00:00:00Z' | TIME_OUT_OF_RANGE | time",
                "'time':'2100-01-01T00:00:00Z' | TIME_OUT_OF_RANGE | time",
                "'time':1700000000 | INVALID_TYPE | time",
                "'status':'ok' | INVALID_STATUS | status",
                "'metadata':{'a':1,'a':2} | DUPLICATE_FIELD | metadata",
                "'metadata':{'a':NaN} | INVALID_METADATA | metadata",
                "'metadata':'text' | INVALID_TYPE | metadata",
                "'plan':'\\u0000' | INVALID_TEXT | plan",
                "'plan':'\\ud800' | INVALID_TEXT | plan",
            })
    void what_breaks_a_rule_is_named_with_its_field_and_its_neighbours_go_in(
            String field, RejectionCode code, String name) {
        String bad = with("bad", field.replace('\'', '"'));
        ReadEvents read = read(Form.JSON, "[" + good("a") + "," + bad + "," + good("b") + "]");

        assertThat(read.ids()).containsExactly("a", "b");
        assertThat(read.code()).isEqualTo(code);
        assertThat(read.refused.getFirst().rejection().field()).isEqualTo(name);
        assertThat(read.refused.getFirst().index()).isEqualTo(1);
        assertThat(read.refused.getFirst().id()).isEqualTo("bad");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"x\",}",
                "{\"id\" \"x\"}",
                "{\"id\":nul}",
                "{\"id\":'x'}",
                "{\"id\":\"a\nb\"}",
                "{\"cost\":01}",
                "{\"cost\":.5}",
                "{}}",
                ""
            })
    void broken_json_in_one_element_leaves_the_others(String broken) {
        ReadEvents read = read(Form.JSON, "[" + good("a") + "," + broken + "," + good("b") + "]");

        assertThat(read.ids()).containsExactly("a", "b");
        assertThat(read.code()).isEqualTo(RejectionCode.MALFORMED_JSON);
        assertThat(read.refused.getFirst().index()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"x", "{", "nonsense", "}", "{\"a\":[}", "{} {}"})
    void a_broken_line_leaves_the_lines_around_it(String broken) {
        ReadEvents read = read(Form.NDJSON, good("a") + "\n" + broken + "\n" + good("b"));

        assertThat(read.ids()).containsExactly("a", "b");
        assertThat(read.refused).hasSize(1);
        assertThat(read.refused.getFirst().rejection().code())
                .isEqualTo(RejectionCode.MALFORMED_JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[%s,%s | 2",
                "[%s,%s, | 2",
                "[%s,%s,{\"id\":\"c\" | 2",
                "[%s,%s,{\"id\":\"c | 2",
                "[%s,%s] trailing | 2",
                "[%s,%s][] | 2",
                "[%s,%s,] | 2",
            })
    void an_array_that_goes_wrong_at_its_end_keeps_what_came_before(String text, int refusedAt) {
        ReadEvents read = read(Form.JSON, text.formatted(good("a"), good("b")));

        assertThat(read.ids()).containsExactly("a", "b");
        assertThat(read.code()).isEqualTo(RejectionCode.MALFORMED_JSON);
        assertThat(read.refused.getFirst().index()).isEqualTo(refusedAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "nonsense", "\"text\"", "17", "null", "]", "}", "{", "\""})
    void what_is_no_event_at_all_is_refused_once(String text) {
        ReadEvents read = read(Form.JSON, text);

        assertThat(read.events).isEmpty();
        assertThat(read.refused).isNotEmpty().hasSizeLessThan(3);
    }

    @Test
    void nothing_sent_as_an_array_is_nothing() {
        ReadEvents read = read(Form.JSON, " [ ] ");
        assertThat(read.events).isEmpty();
        assertThat(read.refused).isEmpty();
    }

    @Test
    void two_objects_without_an_array_are_the_first_and_a_refusal() {
        ReadEvents read = read(Form.JSON, good("a") + "\n" + good("b"));
        assertThat(read.ids()).containsExactly("a");
        assertThat(read.refused.getFirst().rejection().message()).contains("application/x-ndjson");
    }

    @Test
    void bytes_that_are_no_utf8_refuse_their_own_event() {
        byte[] text =
                ("[" + good("a") + "," + good("b#d") + "," + good("c") + "]")
                        .getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '#') {
                text[i] = (byte) 0xE4;
            }
        }
        ReadEvents read = read(Form.JSON, text);

        assertThat(read.ids()).containsExactly("a", "c");
        assertThat(read.code()).isEqualTo(RejectionCode.INVALID_TEXT);
        assertThat(read.refused.getFirst().rejection().field()).isEqualTo("id");
    }

    @Test
    void a_byte_order_mark_and_any_language_are_fine() {
        ReadEvents read = read(Form.JSON, "\uFEFF" + good("Größe-日本-😀"));
        assertThat(read.ids()).containsExactly("Größe-日本-😀");
    }

    @Test
    void the_longest_text_allowed_fits_even_when_every_character_is_escaped() {
        String error = "\\u00e4".repeat(2_000);
        String data = "{\"m\":\"" + "\\\"".repeat(1_500) + "\"}";
        ReadEvents read =
                read(Form.JSON, with("a", "\"error\":\"" + error + "\",\"metadata\":" + data));
        assertThat(read.refused).isEmpty();
        assertThat(read.ids()).containsExactly("a");
    }

    @Test
    void deep_nesting_is_refused() {
        String deep = "[".repeat(50_000) + "]".repeat(50_000);
        ReadEvents read =
                read(Form.JSON, "[" + with("a", "\"metadata\":{\"d\":" + deep + "}") + "]");
        assertThat(read.code()).isEqualTo(RejectionCode.TOO_LONG);
    }
}
