package dev.tare.core.pricing;

import java.math.BigDecimal;

/**
 * A negotiated discount on a price.
 *
 * @param full the price without it
 * @param percent off, from 0 to 100; below 0 it is a surcharge
 */
public record DiscountedPricing(PricingModel full, BigDecimal percent) implements PricingModel {
    private static final int PERCENT_DIGITS = 2;

    @Override
    public void charge(Call call, Bill bill) {
        BigDecimal factor = BigDecimal.ONE.subtract(percent.movePointLeft(PERCENT_DIGITS));
        String how =
                percent.signum() < 0
                        ? "surcharge of " + percent.negate().toPlainString() + " %"
                        : percent.toPlainString() + " % off";
        bill.scaled(factor, how, full, call);
    }
}
