package dev.tare.core.profit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.rollup.Sums;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MetricTest {
    /** Four calls: one complete, one unpriced, one unvalued, one neither. */
    private static final Sums MIXED = sums(4, 1, 2, 2, "0.10", "0.90", "0.40", "0.00", "0.40");

    private static Sums sums(
            long requests,
            long complete,
            long unpriced,
            long unvalued,
            String cost,
            String revenue,
            String profit,
            String unvaluedCost,
            String unpricedRevenue) {
        BigDecimal nil = BigDecimal.ZERO;
        return new Sums(
                requests,
                complete,
                unpriced,
                unvalued,
                0,
                0,
                new BigDecimal(cost),
                new BigDecimal(revenue),
                new BigDecimal(profit),
                new BigDecimal(unvaluedCost),
                new BigDecimal(unpricedRevenue),
                nil,
                nil,
                nil,
                nil,
                nil,
                0,
                0);
    }

    @Test
    void margin_is_taken_over_the_calls_that_have_both_cost_and_revenue() {
        assertThat(Metric.GROSS_PROFIT.of(MIXED)).isEqualByComparingTo("0.40");
        assertThat(Metric.MARGIN_PERCENT.of(MIXED)).isEqualByComparingTo("80.00");
    }

    @Test
    void what_stands_outside_profit_is_named() {
        assertThat(Metric.UNPRICED_REQUESTS.of(MIXED)).isEqualByComparingTo("2");
        assertThat(Metric.UNPRICED_REVENUE.of(MIXED)).isEqualByComparingTo("0.40");
        assertThat(Metric.UNVALUED_REQUESTS.of(MIXED)).isEqualByComparingTo("2");
    }

    @Test
    void a_figure_nobody_knows_is_null() {
        Sums unpriced = sums(3, 0, 3, 0, "0", "1.50", "0", "0", "1.50");
        assertThat(Metric.API_COST.of(unpriced)).isNull();
        assertThat(Metric.GROSS_PROFIT.of(unpriced)).isNull();
        assertThat(Metric.MARGIN_PERCENT.of(unpriced)).isNull();
        assertThat(Metric.REVENUE.of(unpriced)).isEqualByComparingTo("1.50");
        assertThat(Metric.UNPRICED_REVENUE.of(unpriced)).isEqualByComparingTo("1.50");
        Sums neither = sums(2, 0, 2, 2, "0", "0", "0", "0", "0");
        assertThat(Metric.UNPRICED_REVENUE.of(neither)).isNull();
        assertThat(Metric.UNVALUED_COST.of(neither)).isNull();
    }

    @Test
    void margin_at_revenue_zero_is_null_while_the_loss_is_shown() {
        Sums free = sums(2, 2, 0, 0, "0.16", "0", "-0.16", "0", "0");
        assertThat(Metric.GROSS_PROFIT.of(free)).isEqualByComparingTo("-0.16");
        assertThat(Metric.MARGIN_PERCENT.of(free)).isNull();
    }

    @Test
    void over_nothing_counts_are_zero_and_means_are_null() {
        assertThat(Metric.REQUESTS.of(Sums.ZERO)).isEqualByComparingTo("0");
        for (Metric metric :
                new Metric[] {
                    Metric.COST_PER_REQUEST, Metric.PROFIT_PER_REQUEST, Metric.PROCESSING_TIME_MS
                }) {
            assertThat(metric.of(Sums.ZERO)).isNull();
        }
    }

    @Test
    void every_metric_explains_itself() {
        for (Metric metric : Metric.values()) {
            assertThat(metric.definition()).endsWith(".");
            assertThat(metric.label()).isNotBlank();
        }
    }
}
