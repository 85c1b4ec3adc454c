package dev.tare.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTimesTest {
    private final SourceTimes plain = new SourceTimes(null);
    private final SourceTimes berlin = new SourceTimes(ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "2026-11-01 10:00:00+00, 2026-11-01T10:00:00Z",
        "2026-11-01 10:00:00.123456+00, 2026-11-01T10:00:00.123456Z",
        "2026-11-01 10:00:00.12+05:30, 2026-11-01T04:30:00.120Z",
        "2026-11-01T10:00:00Z, 2026-11-01T10:00:00Z",
        "2026-11-01 10:00:00-0330, 2026-11-01T13:30:00Z",
        "2026-11-01 10:00:00.1234569+00, 2026-11-01T10:00:00.123456Z",
    })
    void a_time_as_a_database_prints_it(String text, Instant time) {
        assertThat(plain.read(text)).isEqualTo(time);
    }

    @Test
    void without_an_offset_the_zone_of_the_mapping_holds_and_without_one_nothing_does() {
        assertThat(berlin.read("2026-07-01 10:00:00"))
                .isEqualTo(Instant.parse("2026-07-01T08:00:00Z"));
        assertThat(berlin.read("2026-07-01")).isEqualTo(Instant.parse("2026-06-30T22:00:00Z"));
        assertThat(plain.read("2026-07-01 10:00:00")).isNull();
        assertThat(plain.mend()).contains("time_zone");
    }

    @Test
    void a_time_that_occurs_twice_is_taken_as_the_earlier() {
        assertThat(berlin.read("2026-10-25 02:30:00"))
                .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "infinity",
                "-infinity",
                "yesterday",
                "2026-13-01 00:00:00+00",
                "2026-02-30 00:00:00+00",
                "0044-03-15 00:00:00+00 BC",
                "12026-01-01 00:00:00+00",
                "1764028800"
            })
    void what_is_no_time_is_none(String text) {
        assertThat(berlin.read(text)).isNull();
    }
}
