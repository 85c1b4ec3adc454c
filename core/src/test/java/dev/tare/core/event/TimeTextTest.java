package dev.tare.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:15:30Z, 2026-11-23T10:15:30Z",
        "2026-11-23T10:15:30.5Z, 2026-11-23T10:15:30.5Z",
        "2026-11-23T10:15:30.123456789Z, 2026-11-23T10:15:30.123456Z",
        "2024-02-29T23:59:59.999999Z, 2024-02-29T23:59:59.999999Z",
        "2026-11-23T10:15:30+05:45, 2026-11-23T04:30:30Z",
        "2026-11-23T10:15Z, 2026-11-23T10:15:00Z"
    })
    void a_time_is_read_to_the_microsecond(String text, Instant time) {
        assertThat(TimeText.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T10:15:30Z",
                "2026-13-01T10:15:30Z",
                "2026-11-23T24:15:30Z",
                "2026-11-23T10:60:30Z",
                "2026-11-23T10:15:60Z",
                "2026-11-23T10:15:30.1234567890Z",
                "2026-11-23T10:15:30",
                "2026-11-23 10:15:30Z",
                "2026-11-2aT10:15:30Z",
                "٢٠٢٦-11-23T10:15:30Z",
                "1764-1-1",
                "1763893530",
                "Z",
                ""
            })
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> TimeText.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void whatever_is_put_in_the_answer_is_that_of_the_platforms_parser() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text =
                    new StringBuilder(
                            Instant.ofEpochSecond(random.nextLong(4_000_000_000L))
                                    .plusNanos(random.nextInt(1_000_000_000))
                                    .toString());
            if (random.nextInt(3) == 0) {
                text.setCharAt(
                        random.nextInt(text.length()), "0359-:.TZ+".charAt(random.nextInt(10)));
            }
            assertThat(answer(() -> TimeText.parse(text.toString())))
                    .as("seed %d, %s", seed, text)
                    .isEqualTo(answer(() -> platform(text.toString())));
        }
    }

    private static Instant platform(String text) {
        return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String answer(java.util.function.Supplier<Instant> reading) {
        try {
            return reading.get().toString();
        } catch (DateTimeException unreadable) {
            return "refused";
        }
    }
}
