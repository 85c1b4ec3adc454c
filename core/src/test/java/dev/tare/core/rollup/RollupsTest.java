package dev.tare.core.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollupsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:14:59.999999Z, 2026-11-23T10:00:00Z",
        "2026-11-23T10:15:00Z, 2026-11-23T10:15:00Z",
        "2026-11-23T23:59:59Z, 2026-11-23T23:45:00Z",
        "1969-12-31T23:59:59Z, 1969-12-31T23:45:00Z"
    })
    void an_instant_lies_in_the_utc_quarter_hour_that_begins_at_or_before_it(
            Instant time, Instant start) {
        assertThat(Rollups.quarterHour(time)).isEqualTo(start);
    }
}
