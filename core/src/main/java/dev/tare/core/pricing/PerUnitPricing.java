package dev.tare.core.pricing;

import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * So much per unit: quantity × rate, summed over the units.
 *
 * @param rates USD per unit, exact, none negative
 * @param defaultUnit the unit in which an event is counted that names nothing but {@code calls},
 *     such as {@code images} where one call makes one image; {@code null} = calls stay calls
 */
public record PerUnitPricing(SortedMap<String, BigDecimal> rates, @Nullable String defaultUnit)
        implements PricingModel {
    public PerUnitPricing {
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
    }

    @Override
    public Calculation price(Quantities quantities) {
        List<CostPart> parts = new ArrayList<>(quantities.byUnit().size());
        BigDecimal total = BigDecimal.ZERO;
        boolean onlyCalls = quantities.byUnit().size() == 1;
        for (Map.Entry<String, BigDecimal> entry : quantities.byUnit().entrySet()) {
            BigDecimal quantity = entry.getValue();
            String unit = entry.getKey();
            if (unit.equals(Quantities.CALLS) && onlyCalls && defaultUnit != null) {
                unit = defaultUnit;
            }
            BigDecimal rate = rates.get(unit);
            if (rate == null) {
                boolean exempt = unit.equals(Quantities.CALLS) && !onlyCalls;
                if (quantity.signum() == 0 || exempt) {
                    continue;
                }
                return new Calculation.NoRate(unit);
            }
            BigDecimal exact = quantity.multiply(rate);
            parts.add(new CostPart(unit, quantity, rate, exact));
            total = total.add(exact);
        }
        return new Calculation.Amount(total, parts);
    }
}
