package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.profit.Metric;
import dev.tare.core.rollup.Sums;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FigureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USD | 96.791325 | $96.79 | 1325",
                "USD | 0 | $0.00 | ''",
                "USD | 14.625000000 | $14.62 | 5",
                "USD | 1234567.8 | $1,234,567.80 | ''",
                "USD | -0.0005 | −$0.00 | 05",
                "USD | 999999999999999999999999999999.999999999 "
                        + "| $999,999,999,999,999,999,999,999,999,999.99 | 9999999",
                "PERCENT | -1234.5 | −1,234.50% | ''",
                "PERCENT | 54.21 | 54.21% | ''",
                "COUNT | 22361870 | 22,361,870 | ''",
                "NUMBER | 1E+3 | 1,000 | ''",
                "NUMBER | 2.500 | 2.5 | ''",
                "MILLISECONDS | 1834.2 | 1,834.2 ms | ''",
            })
    void isWrittenWithoutLosingADigit(
            Metric.Unit unit, BigDecimal value, String lead, String rest) {
        Figure figure = Figure.of(unit, value);
        assertThat(figure.lead()).isEqualTo(lead);
        assertThat(figure.rest()).isEqualTo(rest);
        assertThat(figure.negative()).isEqualTo(value.signum() < 0);
        String digits = figure.text().replace('−', '-').replaceAll("[^0-9.-]", "");
        assertThat(new BigDecimal(digits)).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void overNothingIsAKnownCountOrADashWithAReason(Metric metric) {
        Figure figure = Figure.of(metric, Sums.ZERO);
        if (metric.of(Sums.ZERO) == null) {
            assertThat(figure.lead()).isEqualTo("—");
            assertThat(figure.why()).isEqualTo("No calls in this period.");
        } else {
            assertThat(figure.known()).isTrue();
        }
    }
}
