package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedSet;

/**
 * Other prices for the whole call where it is large, as providers charge for long contexts. The
 * highest step that the call lies above governs.
 *
 * @param measured the units that together say how large a call is, in alphabetical order
 * @param base the price up to the first step
 * @param steps rising
 */
public record ThresholdPricing(List<String> measured, PricingModel base, List<Step> steps)
        implements PricingModel {
    /**
     * A price for larger calls.
     *
     * @param from where it begins
     * @param inclusive whether a call of exactly that size takes it
     * @param pricing the whole call's price
     */
    public record Step(BigDecimal from, boolean inclusive, PricingModel pricing) {
        private boolean governs(BigDecimal size) {
            int order = size.compareTo(from);
            return order > 0 || (order == 0 && inclusive);
        }
    }

    public ThresholdPricing {
        measured = List.copyOf(measured);
        steps = List.copyOf(steps);
    }

    public ThresholdPricing(SortedSet<String> measured, PricingModel base, List<Step> steps) {
        this(List.copyOf(measured), base, steps);
    }

    @Override
    public void charge(Call call, Bill bill) {
        BigDecimal size = call.sum(measured);
        for (Step step : steps.reversed()) {
            if (step.governs(size)) {
                bill.under(
                        (step.inclusive() ? "from " : "above ") + step.from().toPlainString(),
                        step.pricing(),
                        call);
                return;
            }
        }
        base.charge(call, bill);
    }
}
