package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import dev.tare.server.wire.UsageEventReader.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quick way may give up on anything, but what it takes the careful way takes, the same. */
class QuickReadingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String FULL =
            "{\"id\":\"%s\",\"time\":\"2026-11-23T09:00:00.5Z\",\"user_id\":\"ü\","
                    + "\"provider\":\"p\",\"operation\":\"o\",\"model\":null,"
                    + "\"quantities\":{\"images\":1.50,\"seconds\":\"2\"},"
                    + "\"credits\":3,\"metadata\":{\"a\":[1,{\"b\":\"\\u00e9\"}]}}";

    private static @Nullable List<UsageEvent> quick(Form form, String body) {
        return QuickReading.read(body.getBytes(StandardCharsets.UTF_8), form, NOW, 10_000);
    }

    @Test
    void well_formed_bodies_of_each_form_are_taken() {
        String a = FULL.formatted("a");
        String b = FULL.formatted("b");
        assertThat(quick(Form.JSON, a)).hasSize(1);
        assertThat(quick(Form.JSON, " [ " + a + " , " + b + " ] ")).hasSize(2);
        assertThat(quick(Form.NDJSON, a + "\n" + b)).hasSize(2);
        assertThat(quick(Form.NDJSON, "\n" + a + "\r\n\r\n" + b + "\n")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NDJSON | A B",
                "NDJSON | AB",
                "NDJSON | [A]",
                "JSON | A B",
                "JSON | A,B",
                "JSON | [A B]",
                "JSON | [A,B",
                "JSON | [A,]",
                "JSON | []",
                "JSON | [A]]",
                "JSON | [A]x",
                "JSON | [[A]]",
                "JSON | 7"
            })
    void at_anything_unusual_it_gives_up(Form form, String shape) {
        String body = shape.replace("A", FULL.formatted("1")).replace("B", FULL.formatted("2"));
        assertThat(quick(form, body)).isNull();
    }

    @Test
    void an_event_over_two_lines_is_left_to_the_careful_way() {
        String a = FULL.formatted("a");
        assertThat(quick(Form.NDJSON, a.replace(",\"credits\"", ",\n\"credits\""))).isNull();
        assertThat(quick(Form.JSON, a.replace(",\"credits\"", ",\n\"credits\""))).hasSize(1);
    }

    @Test
    void bytes_that_are_no_strict_utf_8_are_left_to_the_careful_way() {
        byte[] body = FULL.formatted("a").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < body.length; i++) {
            if (body[i] == (byte) 0xC3) {
                body[i] = (byte) 0xC1; // An overlong form of an ASCII character.
            }
        }
        assertThat(QuickReading.read(body, Form.JSON, NOW, 10)).isNull();
    }

    @Test
    void whatever_is_done_to_a_body_both_ways_take_the_same() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < 60_000; i++) {
            Form form = random.nextBoolean() ? Form.JSON : Form.NDJSON;
            byte[] body = mutated(form, random);
            List<UsageEvent> quick = QuickReading.read(body, form, NOW, 10_000);
            if (quick == null) {
                continue;
            }
            taken++;
            ReadEvents careful = new ReadEvents();
            UsageEventReader.carefully(new ByteArrayInputStream(body), form, NOW, 10_000, careful);
            String as =
                    "seed "
                            + seed
                            + ", step "
                            + i
                            + ", "
                            + form
                            + ": "
                            + new String(body, StandardCharsets.UTF_8);
            assertThat(careful.refused).as(as).isEmpty();
            assertThat(careful.events).as(as).isEqualTo(quick);
        }
        assertThat(taken).as("seed %d", seed).isGreaterThan(2_000);
    }

    private static byte[] mutated(Form form, Random random) {
        String between = form == Form.JSON ? "," : "\n";
        String text = FULL.formatted("a") + between + FULL.formatted("b");
        byte[] body =
                (form == Form.JSON ? "[" + text + "]" : text).getBytes(StandardCharsets.UTF_8);
        byte[] hostile = "{}[]\",:\n\r 09.eE\\u\0".getBytes(StandardCharsets.UTF_8);
        for (int n = random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(body.length);
            body[at] =
                    random.nextBoolean()
                            ? hostile[random.nextInt(hostile.length)]
                            : (byte) random.nextInt(256);
        }
        return body;
    }
}
