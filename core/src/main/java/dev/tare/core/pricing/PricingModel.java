package dev.tare.core.pricing;

import org.jspecify.annotations.Nullable;

/**
 * A way in which a provider charges. One small record each, each explains its own result; those
 * that decide between prices, or add them up, hold others.
 */
public sealed interface PricingModel
        permits PerUnitPricing,
                PerCallPricing,
                PackagePricing,
                GraduatedPricing,
                VolumePricing,
                PercentagePricing,
                CombinedPricing,
                ThresholdPricing,
                AttributePricing,
                OffPeakPricing,
                DiscountedPricing,
                PeriodPricing {

    /** Adds to the bill what this model has a price for, and leaves the rest to others. */
    void charge(Call call, Bill bill);

    /** What the call costs under this model, exactly, or why that can't be said. */
    default Calculation price(Call call) {
        Call counted = call.countedIn(defaultUnit());
        Bill bill = new Bill();
        charge(counted, bill);
        return bill.total(counted);
    }

    /**
     * The unit in which a call is counted that tells nothing but its number, such as {@code images}
     * where one call makes one image; {@code null} = calls stay calls.
     */
    default @Nullable String defaultUnit() {
        return null;
    }
}
