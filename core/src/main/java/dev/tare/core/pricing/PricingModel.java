package dev.tare.core.pricing;

import dev.tare.core.event.Quantities;

/** A way in which a provider charges. One small record each, each explains its own result. */
public sealed interface PricingModel permits PerUnitPricing {
    /** What these quantities cost under this model, exactly, or why that can't be said. */
    Calculation price(Quantities quantities);
}
