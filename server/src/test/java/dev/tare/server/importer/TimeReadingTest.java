package dev.tare.server.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeReadingTest {
    @ParameterizedTest
    @CsvSource({
        "iso, 2026-01-31T10:15:30Z,              2026-01-31T10:15:30Z",
        "iso, 2026-01-31T10:15:30+02:00,         2026-01-31T08:15:30Z",
        "iso, 2026-01-31 10:15:30.5+00,          2026-01-31T10:15:30.500Z",
        "iso, 2026-01-31 10:15:30-0530,          2026-01-31T15:45:30Z",
        "iso, 2026-01-31 10:15:30.1234567,       2026-01-31T09:15:30.123456Z",
        "iso, 2026-01-31 10:15:30.123456789999,  2026-01-31T09:15:30.123456Z",
        "iso, 2026-01-31T10:15,                  2026-01-31T09:15:00Z",
        "iso, 2026-01-31,                        2026-01-30T23:00:00Z",
        "epoch_seconds, 1767225600,              2026-01-01T00:00:00Z",
        "epoch_seconds, 1767225600.1234567,      2026-01-01T00:00:00.123456Z",
        "epoch_seconds, 1.7672256e9,             2026-01-01T00:00:00Z",
        "epoch_millis,  1767225600123.4567,      2026-01-01T00:00:00.123456Z",
        "yyyy-MM-dd HH:mm:ss[.fraction], 2023-11-16 18:15:46.6805900, 2023-11-16T17:15:46.680590Z",
        "dd/MM/yyyy HH:mm, 31/01/2026 10:15,     2026-01-31T09:15:00Z",
        "dd MMM yyyy,   31 jan 2026,             2026-01-30T23:00:00Z"
    })
    void timesAreRead(String format, String text, String instant) {
        assertThat(read(format, "Europe/Berlin", text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "iso, 2026-02-30T10:15:30Z", "iso, yesterday", "iso, 2026-01-31T25:00:00Z",
        "epoch_seconds, 1e10000000", "epoch_seconds, NaN", "dd/MM/yyyy, 30/02/2026"
    })
    void whatIsNoTimeIsNone(String format, String text) {
        assertThat(read(format, "UTC", text)).isNull();
    }

    @Test
    void withoutAZoneOnlyTimesWithAnOffsetAreRead() {
        assertThat(read("iso", null, "2026-01-31T10:15:30")).isNull();
        assertThat(read("iso", null, "2026-01-31T10:15:30Z")).isNotNull();
    }

    @Test
    void aRepeatedHourIsTheEarlierOneAndAMissingHourIsMovedForward() {
        assertThat(read("iso", "Europe/Berlin", "2026-10-25 02:30:00"))
                .isEqualTo("2026-10-25T00:30:00Z");
        assertThat(read("iso", "Europe/Berlin", "2026-03-29 02:30:00"))
                .isEqualTo("2026-03-29T01:30:00Z");
    }

    @Test
    void whatIsNoPatternIsRefused() {
        assertThat(TimeReading.of("sometime", null)).isNull();
    }

    private static @Nullable Instant read(String format, @Nullable String zone, String text) {
        TimeReading reading = TimeReading.of(format, zone == null ? null : ZoneId.of(zone));

        return reading == null ? null : reading.read(text);
    }
}
