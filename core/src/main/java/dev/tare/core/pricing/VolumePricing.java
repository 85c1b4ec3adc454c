package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * The whole quantity at the rate of the tier it falls into, and that tier's flat amount.
 *
 * @param unit what is counted
 * @param tiers rising, the last without end
 * @param flatAtZero whether the first tier's flat amount is charged where nothing was used
 */
public record VolumePricing(String unit, List<Tier> tiers, boolean flatAtZero)
        implements PricingModel {
    public VolumePricing {
        tiers = Tier.table(tiers);
    }

    @Override
    public void charge(Call call, Bill bill) {
        BigDecimal quantity = call.quantity(unit);
        if (quantity == null) {
            return;
        }
        BigDecimal above = BigDecimal.ZERO;
        int index = 0;
        while (!tiers.get(index).reaches(quantity)) {
            BigDecimal end = tiers.get(index).upTo();
            above = end == null ? above : end;
            index++;
        }
        Tier tier = tiers.get(index);
        String name = Tier.named(index, above, tier.upTo());
        bill.add(unit, quantity, tier.rate(), name);
        if (tier.flat().signum() != 0 && (quantity.signum() > 0 || flatAtZero)) {
            bill.add(unit, BigDecimal.ONE, tier.flat(), name + ", flat");
        }
    }
}
