package dev.tare.core.pricing;

import dev.tare.core.event.EventStatus;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event adds to a month that is charged as a whole.
 *
 * @param period the month
 * @param quantity how much of what the period counts
 */
public record PeriodUse(Period period, BigDecimal quantity) {
    /**
     * A provider's month of one price. All cards for the same go on counting together: a price that
     * changes in the middle of a month doesn't begin it anew.
     *
     * @param provider of the cards
     * @param operation of the cards, {@link RateCard#ANY} for those of any
     * @param model of the cards, {@link RateCard#ANY} for those of any
     * @param unit what is counted
     * @param start its first instant (UTC), which is the month's first in the provider's zone
     */
    public record Period(
            String provider, String operation, String model, String unit, Instant start) {}

    /** What it adds; {@code null} where its cost doesn't depend on a month. */
    public static @Nullable PeriodUse of(PricedEvent row) {
        return row.cost() instanceof Cost.Priced priced
                ? of(Call.of(row.event(), row.time()), row.event().status(), priced.card())
                : null;
    }

    /** The same, of a call under that card. */
    public static @Nullable PeriodUse of(Call call, EventStatus status, RateCard card) {
        if (!(card.pricing() instanceof PeriodPricing pricing) || !card.charges(status)) {
            return null;
        }
        BigDecimal quantity = pricing.counted(call);
        return quantity == null
                ? null
                : new PeriodUse(
                        new Period(
                                card.provider(),
                                card.operation(),
                                card.model(),
                                pricing.unit(),
                                pricing.start(call.time())),
                        quantity);
    }
}
