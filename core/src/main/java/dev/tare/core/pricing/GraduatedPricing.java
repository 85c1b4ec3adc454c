package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * Each tier's part of the quantity at that tier's rate; a tier entered adds its flat amount.
 *
 * @param unit what is counted
 * @param tiers rising, the last without end
 * @param flatAtZero whether the first tier's flat amount is charged where nothing was used
 */
public record GraduatedPricing(String unit, List<Tier> tiers, boolean flatAtZero)
        implements PricingModel {
    public GraduatedPricing {
        tiers = Tier.table(tiers);
    }

    @Override
    public void charge(Call call, Bill bill) {
        BigDecimal quantity = call.quantity(unit);
        if (quantity == null) {
            return;
        }
        BigDecimal above = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            Tier tier = tiers.get(i);
            boolean entered = quantity.compareTo(above) > 0 || (i == 0 && flatAtZero);
            if (i > 0 && !entered) {
                return;
            }
            BigDecimal end = tier.end(quantity);
            String name = Tier.named(i, above, tier.upTo());
            bill.add(unit, end.subtract(above), tier.rate(), name);
            if (entered && tier.flat().signum() != 0) {
                bill.add(unit, BigDecimal.ONE, tier.flat(), name + ", flat");
            }
            above = end;
        }
    }
}
