package dev.tare.core.profit;

import dev.tare.core.money.Amounts;
import dev.tare.core.rollup.Sums;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registry of figures: each is defined here, once, from {@link Sums}, and nowhere else. {@code
 * null} means the figure isn't known or doesn't exist; it is never replaced by 0.
 */
public enum Metric {
    REQUESTS("Calls", Unit.COUNT, "Usage events recorded.", s -> count(s.requests())),
    API_COST(
            "API cost",
            Unit.USD,
            "What the providers charge, over all priced calls.",
            s -> s.unpricedRequests() == s.requests() ? null : s.apiCost()),
    REVENUE(
            "Revenue",
            Unit.USD,
            "Credits charged × credit price under the plan at the time, over all valued calls.",
            s -> s.unvaluedRequests() == s.requests() ? null : s.revenue()),
    GROSS_PROFIT(
            "Gross profit",
            Unit.USD,
            "Revenue − API cost, over the calls that have both.",
            s -> s.completeRequests() == 0 ? null : s.grossProfit()),
    MARGIN_PERCENT(
            "Margin",
            Unit.PERCENT,
            "Gross profit ÷ revenue, over the calls that have both; none where revenue is 0.",
            s ->
                    s.completeRequests() == 0
                            ? null
                            : Amounts.percent(
                                    s.grossProfit(), s.revenue().subtract(s.unpricedRevenue()))),
    COST_PER_REQUEST(
            "Cost per call",
            Unit.USD,
            "API cost ÷ priced calls.",
            s -> mean(s.apiCost(), s.requests() - s.unpricedRequests())),
    REVENUE_PER_REQUEST(
            "Revenue per call",
            Unit.USD,
            "Revenue ÷ valued calls.",
            s -> mean(s.revenue(), s.requests() - s.unvaluedRequests())),
    PROFIT_PER_REQUEST(
            "Profit per call",
            Unit.USD,
            "Gross profit ÷ calls that have both cost and revenue.",
            s -> mean(s.grossProfit(), s.completeRequests())),
    UNPRICED_REQUESTS(
            "Unpriced calls",
            Unit.COUNT,
            "Calls whose cost is not known; they are outside cost, profit and margin.",
            s -> count(s.unpricedRequests())),
    UNPRICED_REVENUE(
            "Revenue of unpriced calls",
            Unit.USD,
            "The part of revenue that stands outside profit, because its cost isn't known.",
            s ->
                    s.unpricedRequests() > 0
                                    && s.requests() - s.unvaluedRequests() == s.completeRequests()
                            ? null
                            : s.unpricedRevenue()),
    UNVALUED_REQUESTS(
            "Unvalued calls",
            Unit.COUNT,
            "Calls whose credit value is not known; they are outside revenue, profit and margin.",
            s -> count(s.unvaluedRequests())),
    UNVALUED_COST(
            "Cost of unvalued calls",
            Unit.USD,
            "The part of cost that stands outside profit, because its revenue isn't known.",
            s ->
                    s.unvaluedRequests() > 0
                                    && s.requests() - s.unpricedRequests() == s.completeRequests()
                            ? null
                            : s.unvaluedCost()),
    FAILED_REQUESTS(
            "Failed calls",
            Unit.COUNT,
            "Calls that failed or were cancelled.",
            s -> count(s.failedRequests())),
    FAILED_COST(
            "Wasted cost",
            Unit.USD,
            "API cost of failed and cancelled calls; none where it may be unknown.",
            s ->
                    s.failedRequests() > 0
                                    && s.unpricedRequests() > 0
                                    && s.failedCost().signum() == 0
                            ? null
                            : s.failedCost()),
    ESTIMATED_REQUESTS(
            "Estimated calls",
            Unit.COUNT,
            "Calls that were reconstructed, not measured.",
            s -> count(s.estimatedRequests())),
    COST_ADJUSTMENT(
            "Cost corrections",
            Unit.USD,
            "The part of API cost that later corrections brought, or took away.",
            Sums::costAdjustment),
    REVENUE_ADJUSTMENT(
            "Revenue corrections",
            Unit.USD,
            "The part of revenue that later corrections brought, or took away.",
            Sums::revenueAdjustment),
    CREDITS("Credits", Unit.NUMBER, "Credits charged to users, where known.", Sums::credits),
    PROCESSING_TIME_MS(
            "Mean processing time",
            Unit.MILLISECONDS,
            "Over the calls that told it.",
            s -> mean(BigDecimal.valueOf(s.processingTimeMs()), s.timedRequests(), 1));

    /** What a figure is counted in. */
    public enum Unit {
        USD,
        PERCENT,
        COUNT,
        NUMBER,
        MILLISECONDS;

        /** The name used in JSON. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Decimals of a mean amount per call that is shown; not an amount that is ever summed. */
    private static final int MEAN_SCALE = 6;

    private final String label;
    private final Unit unit;
    private final String definition;
    private final Function<Sums, @Nullable BigDecimal> formula;

    Metric(
            String label,
            Unit unit,
            String definition,
            Function<Sums, @Nullable BigDecimal> formula) {
        this.label = label;
        this.unit = unit;
        this.definition = definition;
        this.formula = formula;
    }

    /** The name used in JSON and CSV. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    /** What it is counted in. */
    public Unit unit() {
        return unit;
    }

    /** One sentence: what it is and how it is computed. */
    public String definition() {
        return definition;
    }

    /** The figure over these sums; {@code null} where it isn't known. */
    public @Nullable BigDecimal of(Sums sums) {
        return formula.apply(sums);
    }

    private static BigDecimal count(long count) {
        return BigDecimal.valueOf(count);
    }

    private static @Nullable BigDecimal mean(BigDecimal sum, long count) {
        return mean(sum, count, MEAN_SCALE);
    }

    private static @Nullable BigDecimal mean(BigDecimal sum, long count, int scale) {
        return Amounts.mean(sum, BigDecimal.valueOf(count), scale);
    }
}
