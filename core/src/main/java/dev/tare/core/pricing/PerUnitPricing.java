package dev.tare.core.pricing;

import dev.tare.core.event.FewNames;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
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
        rates = FewNames.of(rates);
    }

    /** Rates by unit, calls being calls. */
    public PerUnitPricing(Map<String, BigDecimal> rates) {
        this(FewNames.of(rates), null);
    }

    @Override
    public void charge(Call call, Bill bill) {
        call.quantities()
                .byUnit()
                .forEach((unit, quantity) -> {
                    BigDecimal rate = rates.get(unit);
                    if (rate != null) {
                        bill.add(unit, quantity, rate, "");
                    }
                });
    }
}
