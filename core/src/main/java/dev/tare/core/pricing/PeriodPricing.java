package dev.tare.core.pricing;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A price for what is used over a month, such as tiers with a commitment: each use is charged by
 * how far the month has come, and at its end the whole is settled.
 *
 * <p>A use costs what the whole comes to with it, less what it came to before. So the uses of a
 * month together cost what the table gives for their total, in whatever order they came.
 *
 * @param table the price of one unit's quantity over the whole month
 * @param unit what is counted
 * @param zone where the provider's months begin
 * @param min USD for the month at least, {@code null} = no commitment; added by the settlement
 * @param max USD for the month at most, {@code null} = no limit
 * @param defaultUnit as {@link PricingModel#defaultUnit} tells
 */
public record PeriodPricing(
        PricingModel table,
        String unit,
        ZoneId zone,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable String defaultUnit)
        implements PricingModel {
    @Override
    public void charge(Call call, Bill bill) {
        BigDecimal quantity = call.quantity(unit);
        if (quantity == null) {
            return;
        }
        BigDecimal before = Objects.requireNonNullElse(call.position(), BigDecimal.ZERO);
        String rule = "after " + before.stripTrailingZeros().toPlainString() + " in the month";
        bill.difference(rule, unit, whole(before.add(quantity)), whole(before));
    }

    /** What that much costs in a month, the minimum aside. */
    private Bill whole(BigDecimal quantity) {
        Call all = new Call(new Quantities(Map.of(unit, quantity)), Instant.EPOCH, Attributes.NONE);
        Bill bill = new Bill();
        table.charge(all, bill);
        if (!(bill.total(all) instanceof Calculation.Amount amount)) {
            throw new IllegalArgumentException("A month's price must be one of " + unit + ".");
        }
        if (max != null && amount.exact().compareTo(max) > 0) {
            bill.add(
                    unit, BigDecimal.ONE, max.subtract(amount.exact()), "down to the month's most");
        }
        return bill;
    }

    /** Whether the table has a price for any quantity of the unit, with nothing else told. */
    public boolean isOfOneUnit() {
        Call one =
                new Call(
                        new Quantities(Map.of(unit, BigDecimal.ONE)),
                        Instant.EPOCH,
                        Attributes.NONE);
        return table.price(one) instanceof Calculation.Amount;
    }

    /** How much of a call counts towards the month, {@code null} where it tells nothing of it. */
    @Nullable BigDecimal counted(Call call) {
        return call.countedIn(defaultUnit).quantity(unit);
    }

    /** What the month costs where that much was used, the minimum aside, exactly. */
    public BigDecimal upTo(BigDecimal quantity) {
        return whole(quantity).sum();
    }

    /** What a use costs, exactly, where so much was used before it. It may be below 0. */
    public BigDecimal use(BigDecimal before, BigDecimal quantity) {
        return upTo(before.add(quantity)).subtract(upTo(before));
    }

    /** What is still to be paid at the month's end, where that was charged for what was used. */
    public BigDecimal settlement(BigDecimal total, BigDecimal charged) {
        BigDecimal due = upTo(total);
        return (min == null ? due : due.max(min)).subtract(charged);
    }

    /** The first instant of the month that time lies in. */
    public Instant start(Instant time) {
        return time.atZone(zone).toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
    }

    /** The first instant behind the month that begins then. */
    public Instant end(Instant start) {
        return start.atZone(zone).toLocalDate().plusMonths(1).atStartOfDay(zone).toInstant();
    }
}
