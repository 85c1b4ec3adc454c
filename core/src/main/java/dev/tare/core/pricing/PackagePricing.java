package dev.tare.core.pricing;

import dev.tare.core.money.Blocks;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Sold in blocks: each block has its price, full or not, as {@code blocks} says.
 *
 * @param unit what is counted
 * @param size how much of it a block holds, above 0
 * @param amount USD a block, exact, not negative
 * @param free how much is free before the first block, not negative
 * @param upTo what lies above is charged by another price; {@code null} = no end
 * @param blocks what a block begun counts for
 */
public record PackagePricing(
        String unit,
        BigDecimal size,
        BigDecimal amount,
        BigDecimal free,
        @Nullable BigDecimal upTo,
        Blocks blocks)
        implements PricingModel {
    @Override
    public void charge(Call call, Bill bill) {
        BigDecimal quantity = call.quantity(unit);
        if (quantity == null) {
            return;
        }
        BigDecimal charged = upTo == null ? quantity : quantity.min(upTo);
        BigDecimal paid = charged.subtract(free).max(BigDecimal.ZERO);
        bill.add(
                unit,
                blocks.in(paid, size),
                amount,
                counted(quantity)
                        + "blocks of "
                        + size.toPlainString()
                        + ", "
                        + blocks.explanation());
    }

    /** What of that quantity the blocks are made of, where it isn't all of it. */
    private String counted(BigDecimal quantity) {
        String limit =
                upTo == null || quantity.compareTo(upTo) <= 0
                        ? ""
                        : "the first " + upTo.toPlainString() + " of ";
        if (free.signum() == 0 && limit.isEmpty()) {
            return "";
        }
        return limit
                + quantity.toPlainString()
                + (free.signum() == 0 ? "" : " less " + free.toPlainString() + " free")
                + ", ";
    }
}
