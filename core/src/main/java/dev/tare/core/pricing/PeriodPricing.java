package dev.tare.core.pricing;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A price for what is used over a period, such as tiers by the month with a commitment: each use is
 * charged by how far the period has come, and at its end what is short of the minimum is added.
 *
 * <p>A use costs what the whole comes to with it, less what it came to before. So the uses of a
 * period together cost what the table gives for their total, in whatever order they came.
 *
 * @param price of one unit's quantity over the whole period
 * @param unit what is counted
 * @param min USD for the period at least, {@code null} = no commitment
 * @param max USD for the period at most, {@code null} = no limit
 */
public record PeriodPricing(
        PricingModel price, String unit, @Nullable BigDecimal min, @Nullable BigDecimal max) {

    /** What the period costs where that much was used, the minimum aside, exactly. */
    public BigDecimal upTo(BigDecimal quantity) {
        Call whole =
                new Call(new Quantities(Map.of(unit, quantity)), Instant.EPOCH, Attributes.NONE);
        if (!(price.price(whole) instanceof Calculation.Amount amount)) {
            throw new IllegalArgumentException("A period's price must be one of " + unit + ".");
        }
        return max == null ? amount.exact() : amount.exact().min(max);
    }

    /** What a use costs, exactly, where so much was used before it. It may be below 0. */
    public BigDecimal use(BigDecimal before, BigDecimal quantity) {
        return upTo(before.add(quantity)).subtract(upTo(before));
    }

    /** What is still to be paid at the period's end, where that was charged for what was used. */
    public BigDecimal settlement(BigDecimal total, BigDecimal charged) {
        BigDecimal due = upTo(total);
        return (min == null ? due : due.max(min)).subtract(charged);
    }
}
