package dev.tare.core.profit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProfitReportTest {
    private static final ReportQuery QUERY =
            new ReportQuery(
                    Instant.EPOCH,
                    Instant.EPOCH.plusSeconds(1),
                    ZoneOffset.UTC,
                    List.of(),
                    Map.of());

    @Test
    void a_unit_that_a_row_did_not_use_is_0_in_it() {
        TreeMap<String, BigDecimal> used = new TreeMap<>(Map.of("images", BigDecimal.TWO));
        ProfitReport report = report(QUERY, new Totals(Sums.ZERO, used));
        assertThat(report.units()).containsExactly("images");
        assertThat(report.quantity(report.total(), "images")).isEqualTo("2");
        assertThat(report.quantity(report.total(), "seconds")).isZero();
    }

    @Test
    void quantities_nobody_asked_for_are_unknown_and_never_0() {
        ProfitReport report = report(QUERY.quantities(false), Totals.ZERO);
        assertThat(report.units()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> report.quantity(report.total(), "images"));
    }

    private static ProfitReport report(ReportQuery query, Totals totals) {
        return new ProfitReport(
                query, List.of(), new ProfitReport.Row(List.of(), totals), null, false);
    }
}
