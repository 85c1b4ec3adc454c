package dev.tare.core.pricing;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A share of an amount, as payment processors charge: percentage and a fixed part, within limits.
 *
 * @param unit the amount it is a share of, such as {@code usd}
 * @param percent the share in percent, not negative
 * @param fixed USD a call beside it, not negative
 * @param min USD a call at least, {@code null} = no limit
 * @param max USD a call at most, {@code null} = no limit
 */
public record PercentagePricing(
        String unit,
        BigDecimal percent,
        BigDecimal fixed,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max)
        implements PricingModel {
    private static final int PERCENT_DIGITS = 2;

    @Override
    public void charge(Call call, Bill bill) {
        BigDecimal amount = call.quantity(unit);
        if (amount == null) {
            return;
        }
        BigDecimal rate = percent.movePointLeft(PERCENT_DIGITS);
        BigDecimal sum = amount.multiply(rate).add(fixed);
        BigDecimal limited = min == null ? sum : sum.max(min);
        limited = max == null ? limited : limited.min(max);
        bill.add(unit, amount, rate, percent.toPlainString() + " %");
        if (fixed.signum() != 0) {
            bill.add(unit, BigDecimal.ONE, fixed, "fixed part");
        }
        int limit = limited.compareTo(sum);
        if (limit != 0) {
            bill.add(
                    unit,
                    BigDecimal.ONE,
                    limited.subtract(sum),
                    limit > 0 ? "up to the minimum" : "down to the maximum");
        }
    }
}
