package dev.tare.core.pricing;

import java.util.List;

/**
 * Prices, plans and tariffs entered together. Nothing entered before is changed by it.
 *
 * @param rateCards what providers charge
 * @param plans what users pay
 * @param tariffs how many credits operations take
 */
public record PriceChange(List<RateCard> rateCards, List<Plan> plans, List<CreditTariff> tariffs) {
    /** Changes nothing. */
    public static final PriceChange NONE = new PriceChange(List.of(), List.of(), List.of());

    public PriceChange {
        rateCards = List.copyOf(rateCards);
        plans = List.copyOf(plans);
        tariffs = List.copyOf(tariffs);
    }
}
