package dev.tare.core.pricing;

import dev.tare.core.event.Quantities;
import java.math.BigDecimal;

/**
 * So much for each call, whatever it used.
 *
 * @param amount USD a call, exact, not negative
 */
public record PerCallPricing(BigDecimal amount) implements PricingModel {
    @Override
    public void charge(Call call, Bill bill) {
        bill.add(Quantities.CALLS, call.calls(), amount, "per call");
    }
}
