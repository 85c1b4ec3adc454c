package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Dimensions;
import dev.tare.core.rollup.Sums;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
    private static final Instant LONG_AFTER = Instant.parse("2027-06-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-11-01T00:00Z, 2026-11-08T00:00Z, 2026-10-25T00:00Z, 2026-11-01T00:00Z",
        // A week with the end of summer time is an hour longer; the one before isn't.
        "Europe/Berlin, 2026-10-20T22:00Z, 2026-10-27T23:00Z, 2026-10-13T22:00Z, 2026-10-20T22:00Z",
        "Asia/Kolkata, 2026-11-01T18:30Z, 2026-11-02T18:30Z, 2026-10-31T18:30Z, 2026-11-01T18:30Z",
        "UTC, 2026-11-01T10:30Z, 2026-11-01T12:00Z, 2026-11-01T09:00Z, 2026-11-01T10:30Z",
    })
    void thePeriodBeforeIsAsLongAndRightBefore(
            ZoneId zone, String from, String to, String beforeFrom, String beforeTo) {
        ReportQuery before = Change.before(query(zone, from, to), LONG_AFTER);
        assertThat(before.from()).isEqualTo(instant(beforeFrom));
        assertThat(before.to()).isEqualTo(instant(beforeTo));
    }

    @Test
    void ofARunningDayOnlyWhatHasPassedCountsInBothPeriods() {
        ReportQuery week = query(ZoneId.of("UTC"), "2026-11-17T00:00Z", "2026-11-24T00:00Z");
        ReportQuery before = Change.before(week, Instant.parse("2026-11-23T16:03:22Z"));
        assertThat(before.from()).isEqualTo(instant("2026-11-10T00:00Z"));
        assertThat(before.to()).isEqualTo(Instant.parse("2026-11-16T16:03:22Z"));
    }

    @Test
    void aHigherCostIsWorseAndAHigherRevenueIsBetter() {
        Sums before = sums(100, "0.10", "0.40");
        Sums now = sums(125, "0.10", "0.40");
        Change cost = Change.of(Metric.API_COST, Change.Liking.LESS, now, before, "May");
        assertThat(cost.text()).isEqualTo("25.0%");
        assertThat(cost.direction()).isEqualTo("up");
        assertThat(cost.tone()).isEqualTo("bad");
        assertThat(cost.title()).isEqualTo("$10.00 in the period before (May)");
        Change revenue = Change.of(Metric.REVENUE, Change.Liking.MORE, now, before, "May");
        assertThat(revenue.tone()).isEqualTo("good");
    }

    @Test
    void marginChangesInPointsAndLossesInAmounts() {
        Sums loss = sums(10, "0.50", "0.40");
        Sums gain = sums(10, "0.30", "0.40");
        Change margin = Change.of(Metric.MARGIN_PERCENT, Change.Liking.MORE, gain, loss, "May");
        assertThat(margin.text()).isEqualTo("50.00 points");
        Change profit = Change.of(Metric.GROSS_PROFIT, Change.Liking.MORE, gain, loss, "May");
        assertThat(profit.text()).isEqualTo("$2.00");
        assertThat(profit.tone()).isEqualTo("good");
    }

    @Test
    void whereThereIsNothingToCompareNothingIsClaimed() {
        Sums now = sums(10, "0.50", null);
        Change first = Change.of(Metric.API_COST, Change.Liking.LESS, now, Sums.ZERO, "May");
        assertThat(first.direction()).isEqualTo("absent");
        Change unknown = Change.of(Metric.REVENUE, Change.Liking.MORE, now, now, "May");
        assertThat(unknown.direction()).isEqualTo("absent");
        assertThat(unknown.text()).isEmpty();
    }

    private static Sums sums(int count, String price, @Nullable String value) {
        SeededSums seeded = new SeededSums();
        Dimensions at = new Dimensions("openai", "upscale", "", "pro", "success");
        seeded.add(TestSite.NOW.minusSeconds(1), at, count, price, value);
        ReportQuery all = query(ZoneId.of("UTC"), "2026-01-01T00:00Z", "2027-01-01T00:00Z");
        return seeded.sums(all).getFirst().totals().sums();
    }

    private static ReportQuery query(ZoneId zone, String from, String to) {
        return new ReportQuery(instant(from), instant(to), zone, List.of(), Map.of());
    }

    private static Instant instant(String text) {
        return java.time.OffsetDateTime.parse(text).toInstant();
    }
}
