package dev.tare.bench.cases;

import dev.tare.bench.cases.PriceModelCases.Amount;
import dev.tare.core.money.Blocks;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.PackagePricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PercentagePricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.Tier;
import dev.tare.core.pricing.VolumePricing;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lago's charge models as Tare's. */
final class LagoModels {
    private static final String UNIT = "units";
    private static final int PERCENT_DIGITS = 2;

    /** Each transaction is priced by itself; more of them are no case but a load. */
    private static final BigDecimal TRANSACTIONS_MAX = BigDecimal.valueOf(10_000);

    private LagoModels() {}

    static Amount amount(String model, TextTree.Fields properties, TextTree.Fields input) {
        BigDecimal quantity = Fields.number(input, "aggregation");
        if (quantity == null) {
            return Amount.none("no aggregation");
        }
        if (model.equals("lago_percentage")) {
            return percentage(properties, input, quantity);
        }
        PricingModel price = model(model, properties);
        return price == null
                ? Amount.none("the model " + model + " isn't known")
                : Amount.of(total(price, quantity));
    }

    private static @Nullable PricingModel model(String model, TextTree.Fields properties) {
        return switch (model) {
            case "lago_standard" ->
                    new PerUnitPricing(Map.of(UNIT, Fields.or0(properties, "amount")));
            case "lago_package" ->
                    new PackagePricing(
                            UNIT,
                            Fields.or0(properties, "package_size"),
                            Fields.or0(properties, "amount"),
                            Fields.or0(properties, "free_units"),
                            null,
                            Blocks.UP);
            case "lago_graduated" ->
                    new GraduatedPricing(
                            UNIT,
                            tiers(properties, "graduated_ranges", "per_unit_amount", 0),
                            true);
            case "lago_graduated_percentage" ->
                    new GraduatedPricing(
                            UNIT,
                            tiers(
                                    properties,
                                    "graduated_percentage_ranges",
                                    "rate",
                                    PERCENT_DIGITS),
                            true);
            case "lago_volume" ->
                    new VolumePricing(
                            UNIT, tiers(properties, "volume_ranges", "per_unit_amount", 0), true);
            default -> null;
        };
    }

    private static BigDecimal total(PricingModel price, BigDecimal quantity) {
        return Asked.quantities(price, new TreeMap<>(Map.of(UNIT, quantity)), Map.of()).total();
    }

    private static List<Tier> tiers(
            TextTree.Fields properties, String key, String rate, int shift) {
        List<Tier> tiers = new ArrayList<>();
        if (properties.byKey().get(key) instanceof TextTree.Items items) {
            for (TextTree item : items.items()) {
                if (item instanceof TextTree.Fields range) {
                    tiers.add(
                            new Tier(
                                    Fields.number(range, "to_value"),
                                    Fields.or0(range, rate).movePointLeft(shift),
                                    Fields.or0(range, "flat_amount")));
                }
            }
        }
        return tiers;
    }

    /** A percentage of each transaction; the first ones, or the first amounts, may be free. */
    private static Amount percentage(
            TextTree.Fields properties, TextTree.Fields input, BigDecimal sum) {
        if (Fields.or0(input, "count").compareTo(TRANSACTIONS_MAX) > 0) {
            return Amount.none("more transactions than " + TRANSACTIONS_MAX + " in one case");
        }
        PricingModel price =
                new PercentagePricing(
                        UNIT,
                        Fields.or0(properties, "rate"),
                        Fields.or0(properties, "fixed_amount"),
                        Fields.number(properties, "per_transaction_min_amount"),
                        Fields.number(properties, "per_transaction_max_amount"));
        BigDecimal freeEvents = Fields.number(properties, "free_units_per_events");
        BigDecimal freeAmount = Fields.number(properties, "free_units_per_total_aggregation");
        boolean free =
                (freeEvents != null && freeEvents.signum() > 0)
                        || (freeAmount != null && freeAmount.signum() > 0);
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal before = BigDecimal.ZERO;
        int index = 0;
        for (BigDecimal event : events(input, sum)) {
            BigDecimal left = free ? left(freeEvents, freeAmount, before, index) : BigDecimal.ZERO;
            BigDecimal paid = left == null ? BigDecimal.ZERO : event.subtract(left);
            if (left != null && (paid.signum() > 0 || left.signum() == 0)) {
                total = total.add(total(price, paid));
            }
            before = before.add(event);
            index++;
        }
        return Amount.of(total);
    }

    /** How much of the next event is free; {@code null} = all of it. */
    private static @Nullable BigDecimal left(
            @Nullable BigDecimal freeEvents,
            @Nullable BigDecimal freeAmount,
            BigDecimal before,
            int index) {
        if (freeEvents != null && BigDecimal.valueOf(index).compareTo(freeEvents) >= 0) {
            return BigDecimal.ZERO;
        }
        return freeAmount == null || freeAmount.signum() == 0
                ? null
                : freeAmount.subtract(before).max(BigDecimal.ZERO);
    }

    /** The transactions, as far as the case tells them apart. */
    private static List<BigDecimal> events(TextTree.Fields input, BigDecimal sum) {
        List<BigDecimal> events = numbers(input, "event_aggregation");
        if (!events.isEmpty()) {
            return events;
        }
        BigDecimal before = BigDecimal.ZERO;
        TextTree.Fields options = Fields.mapping(input, "options");
        if (options != null) {
            for (BigDecimal running : numbers(options, "running_total")) {
                events.add(running.subtract(before));
                before = running;
            }
        }
        int count = Fields.or0(input, "count").intValue();
        while (events.size() < count) {
            boolean last = events.size() == count - 1;
            events.add(last ? sum.subtract(before) : BigDecimal.ZERO);
        }
        return events;
    }

    private static List<BigDecimal> numbers(TextTree.Fields fields, String key) {
        List<BigDecimal> numbers = new ArrayList<>();
        if (fields.byKey().get(key) instanceof TextTree.Items items) {
            for (TextTree item : items.items()) {
                BigDecimal number = Fields.number(item);
                if (number != null) {
                    numbers.add(number);
                }
            }
        }
        return numbers;
    }
}
