package dev.tare.core.ledger;

import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.Explanation;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the stored cost of an event came about. A row keeps quantities and the card's id; the parts
 * are worked out anew from them, which gives the same, since neither is ever changed.
 */
public sealed interface ExplainedCost {
    /**
     * By a card.
     *
     * @param explanation what the card's price comes to, part by part
     * @param agrees whether that is the cost stored; {@code false}: the book no longer gives it
     * @param month where the cost depends on how far a month had come, else {@code null}
     */
    record ByCard(RateCard card, Explanation explanation, boolean agrees, @Nullable Month month)
            implements ExplainedCost {}

    /**
     * Its share of a month that was settled; the parts are what it was charged at its place.
     *
     * @param month {@code null} where the card no longer charges such a call by the month
     */
    record Share(RateCard card, Explanation explanation, @Nullable Month month)
            implements ExplainedCost {}

    /** By a card that isn't in the book; {@code null} = none is named. */
    record CardUnknown(@Nullable String cardId) implements ExplainedCost {}

    /** Told by the sender. */
    record Told(ToldCost beside) implements ExplainedCost {}

    /** Without a cost: what the book says by now. */
    record Unpriced(Explanation book) implements ExplainedCost {}

    /**
     * An event's place in a month that is charged as a whole.
     *
     * @param position how much the month had come to before
     * @param end the first instant behind the month (UTC)
     */
    record Month(PeriodUse use, BigDecimal position, Instant end) {}

    /** Of that row, by these prices. */
    static ExplainedCost of(ChargedEvent row, PriceBook prices) {
        return switch (row.pricing()) {
            case "unpriced" -> new Unpriced(ToldCost.book(row, prices));
            case "client" -> new Told(ToldCost.of(row, prices));
            default -> byCard(row, prices);
        };
    }

    private static ExplainedCost byCard(ChargedEvent row, PriceBook prices) {
        String id = row.rateCardId();
        RateCard card = id == null ? null : prices.card(id);
        if (card == null) {
            return new CardUnknown(id);
        }
        Call call = Call.of(row.told(), row.event().time()).at(row.position());
        Explanation explanation = PriceBook.explained(call, row.told().status(), card);
        Month month = month(call, row, card);
        return row.pricing().equals(PricedAnew.SETTLED)
                ? new Share(card, explanation, month)
                : new ByCard(
                        card,
                        explanation,
                        StoredEvent.sameAmount(explanation.cost().amount(), row.apiCost()),
                        month);
    }

    private static @Nullable Month month(Call call, ChargedEvent row, RateCard card) {
        PeriodUse use = PeriodUse.of(call, row.told().status(), card);
        return use != null && card.pricing() instanceof PeriodPricing pricing
                ? new Month(
                        use,
                        Objects.requireNonNullElse(row.position(), BigDecimal.ZERO),
                        pricing.end(use.period().start()))
                : null;
    }
}
