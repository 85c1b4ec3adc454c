package dev.tare.server.wire;

import static dev.tare.server.wire.ReadEvents.good;
import static dev.tare.server.wire.ReadEvents.read;
import static dev.tare.server.wire.ReadEvents.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.RejectionCode;
import dev.tare.server.wire.UsageEventReader.Form;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Too much, too monstrous, or damaged at random: reading ends, soon, and names what it refused. */
class UsageEventFloodTest {
    @Test
    void ten_megabytes_in_a_field_are_refused_and_not_kept() {
        String huge = "x".repeat(10 << 20);
        for (Form form : Form.values()) {
            String between = form == Form.JSON ? "," : "\n";
            String text = good("a") + between + good(huge) + between + good("b");
            ReadEvents read = read(form, form == Form.JSON ? "[" + text + "]" : text);
            assertThat(read.ids()).containsExactly("a", "b");
            assertThat(read.code()).isEqualTo(RejectionCode.TOO_LONG);
        }
        ReadEvents medium = read(Form.JSON, with("m", "\"plan\":\"" + "x".repeat(100_000) + "\""));
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
        ReadEvents read = read(Form.NDJSON, text);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(read.refused).hasSize(10_000);
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void whatever_is_damaged_reading_ends_and_each_event_is_told_of_at_most_once() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String text =
                List.of("a", "b", "c", "d").stream()
                        .map(ReadEvents::good)
                        .collect(Collectors.joining(",", "[", "]"));
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i <= random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            for (Form form : Form.values()) {
                ReadEvents read = read(form, bytes);
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
