package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one answer the tracker reads, and what is none. */
class JsonReaderTest {
    @Test
    void reads_a_servers_answer() throws JsonReader.Malformed {
        Object json =
                JsonReader.read(
                        " {\"accepted\": 2, \"rejected\" : [{\"index\":1,\"id\":null,"
                                + "\"message\":\"a \\\"b\\\" \\u00e9\\n\"}], \"more\": true} ");

        Map<String, @Nullable Object> refusal = new HashMap<>();
        refusal.put("index", new BigDecimal(1));
        refusal.put("id", null);
        refusal.put("message", "a \"b\" é\n");
        assertThat(json)
                .isEqualTo(
                        Map.of(
                                "accepted",
                                new BigDecimal(2),
                                "rejected",
                                List.of(refusal),
                                "more",
                                true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[1,]",
                "[,1]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "+1",
                "1e99999",
                "NaN",
                "tru",
                "nul",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "1 2",
                "{\"a\":1,\"a\":2}",
                "<html>",
                "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
                "11111111111111111111111111111111111111111"
            })
    void refuses_everything_else(String text) {
        assertThatExceptionOfType(JsonReader.Malformed.class)
                .isThrownBy(() -> JsonReader.read(text));
    }
}
