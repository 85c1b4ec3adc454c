package dev.tare.core.pricing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several prices that are added up, such as tokens in, tokens out and a fee for each call.
 *
 * @param parts the prices; where two have one for the same unit, both are charged
 * @param defaultUnit the unit of a call that tells nothing but its number
 */
public record CombinedPricing(List<PricingModel> parts, @Nullable String defaultUnit)
        implements PricingModel {
    public CombinedPricing {
        parts = List.copyOf(parts);
    }

    @Override
    public void charge(Call call, Bill bill) {
        for (PricingModel part : parts) {
            part.charge(call, bill);
        }
    }
}
