package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageEvent;
import dev.tare.server.wire.UsageEventReader.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageEventReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    /** Collects what was read. */
    private static final class Read implements UsageEventReader.Sink {
        final List<UsageEvent> events = new ArrayList<>();
        final List<RefusedEvent> refused = new ArrayList<>();

        @Override
        public void accepted(int index, UsageEvent event) {
            events.add(event);
        }

        @Override
        public void refused(RefusedEvent refusal) {
            refused.add(refusal);
        }

        List<String> ids() {
            return events.stream().map(UsageEvent::id).toList();
        }

        RejectionCode code() {
            assertThat(refused).hasSize(1);
            return refused.getFirst().rejection().code();
        }
    }

    private static Read read(Form form, byte[] text) {
        Read read = new Read();
        try {
            boolean whole =
                    UsageEventReader.read(new ByteArrayInputStream(text), form, NOW, 10_000, read);
            assertThat(whole).isTrue();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return read;
    }

    private static Read read(Form form, String text) {
        return read(form, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String good(String id) {
        return "{\"id\":\"%s\",\"user_id\":\"u\",\"provider\":\"p\",\"operation\":\"o\"}"
                .formatted(id);
    }

    /** A good event with one more field. */
    private static String with(String id, String field) {
        return good(id).replace("}", "," + field + "}");
    }

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
        Read read = read(Form.JSON, "[" + good("a") + "," + bad + "," + good("b") + "]");

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
        Read read = read(Form.JSON, "[" + good("a") + "," + broken + "," + good("b") + "]");

        assertThat(read.ids()).containsExactly("a", "b");
        assertThat(read.code()).isEqualTo(RejectionCode.MALFORMED_JSON);
        assertThat(read.refused.getFirst().index()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"x", "{", "nonsense", "}", "{\"a\":[}", "{} {}"})
    void a_broken_line_leaves_the_lines_around_it(String broken) {
        Read read = read(Form.NDJSON, good("a") + "\n" + broken + "\n" + good("b"));

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
        Read read = read(Form.JSON, text.formatted(good("a"), good("b")));

        assertThat(read.ids()).containsExactly("a", "b");
        assertThat(read.code()).isEqualTo(RejectionCode.MALFORMED_JSON);
        assertThat(read.refused.getFirst().index()).isEqualTo(refusedAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "nonsense", "\"text\"", "17", "null", "]", "}", "{", "\""})
    void what_is_no_event_at_all_is_refused_once(String text) {
        Read read = read(Form.JSON, text);

        assertThat(read.events).isEmpty();
        assertThat(read.refused).isNotEmpty().hasSizeLessThan(3);
    }

    @Test
    void nothing_sent_as_an_array_is_nothing() {
        Read read = read(Form.JSON, " [ ] ");
        assertThat(read.events).isEmpty();
        assertThat(read.refused).isEmpty();
    }

    @Test
    void two_objects_without_an_array_are_the_first_and_a_refusal() {
        Read read = read(Form.JSON, good("a") + "\n" + good("b"));
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
        Read read = read(Form.JSON, text);

        assertThat(read.ids()).containsExactly("a", "c");
        assertThat(read.code()).isEqualTo(RejectionCode.INVALID_TEXT);
        assertThat(read.refused.getFirst().rejection().field()).isEqualTo("id");
    }

    @Test
    void a_byte_order_mark_and_any_language_are_fine() {
        Read read = read(Form.JSON, "\uFEFF" + good("Größe-日本-😀"));
        assertThat(read.ids()).containsExactly("Größe-日本-😀");
    }

    @Test
    void the_longest_text_allowed_fits_even_when_every_character_is_escaped() {
        String error = "\\u00e4".repeat(2_000);
        String data = "{\"m\":\"" + "\\\"".repeat(1_500) + "\"}";
        Read read = read(Form.JSON, with("a", "\"error\":\"" + error + "\",\"metadata\":" + data));
        assertThat(read.refused).isEmpty();
        assertThat(read.ids()).containsExactly("a");
    }

    @Test
    void ten_megabytes_in_a_field_are_refused_and_not_kept() {
        String huge = "x".repeat(10 << 20);
        for (Form form : Form.values()) {
            String between = form == Form.JSON ? "," : "\n";
            String text = good("a") + between + good(huge) + between + good("b");
            Read read = read(form, form == Form.JSON ? "[" + text + "]" : text);
            assertThat(read.ids()).containsExactly("a", "b");
            assertThat(read.code()).isEqualTo(RejectionCode.TOO_LONG);
        }
        Read medium = read(Form.JSON, with("m", "\"plan\":\"" + "x".repeat(100_000) + "\""));
        assertThat(medium.code()).isEqualTo(RejectionCode.TOO_LONG);
        assertThat(medium.refused.getFirst().rejection().field()).isEqualTo("plan");
        assertThat(medium.refused.getFirst().rejection().message()).hasSizeLessThan(300);
    }

    @Test
    void ten_thousand_monstrous_numbers_cost_no_time() {
        String bad = with("n", "\"quantities\":{\"images\":1e10000000}");
        String text = (bad + "\n").repeat(10_000);
        read(Form.NDJSON, text);

        long start = System.nanoTime();
        Read read = read(Form.NDJSON, text);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(read.refused).hasSize(10_000);
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void deep_nesting_is_refused() {
        String deep = "[".repeat(50_000) + "]".repeat(50_000);
        Read read = read(Form.JSON, "[" + with("a", "\"metadata\":{\"d\":" + deep + "}") + "]");
        assertThat(read.code()).isEqualTo(RejectionCode.TOO_LONG);
    }

    @Test
    void whatever_is_damaged_reading_ends_and_each_event_is_told_of_at_most_once() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String text =
                List.of("a", "b", "c", "d").stream()
                        .map(UsageEventReaderTest::good)
                        .collect(Collectors.joining(",", "[", "]"));
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i <= random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            for (Form form : Form.values()) {
                Read read = read(form, bytes);
                assertThat(read.events.size() + read.refused.size())
                        .as("seed %d, round %d", seed, round)
                        .isBetween(0, 20);
                assertThat(read.refused.stream().map(RefusedEvent::index).distinct().count())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(read.refused.size());
            }
        }
    }
}
