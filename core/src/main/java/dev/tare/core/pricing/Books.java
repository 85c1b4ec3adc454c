package dev.tare.core.pricing;

import java.util.List;

/** The price book and the plan book as they stood at one moment of the journal. */
public record Books(PriceBook prices, PlanBook plans) {
    /** Nothing entered yet. */
    public static final Books EMPTY =
            new Books(new PriceBook(List.of()), new PlanBook(List.of(), List.of()));

    /** Whether nothing was ever entered. */
    public boolean isEmpty() {
        return prices.cards().isEmpty() && plans.plans().isEmpty() && plans.tariffs().isEmpty();
    }

    /** These books after a change. */
    public Books with(PriceChange change) {
        return new Books(
                prices.with(change.rateCards()), plans.with(change.plans(), change.tariffs()));
    }

    /** What of a change isn't in these books yet: entering a file twice adds nothing. */
    public PriceChange newIn(PriceChange change) {
        return new PriceChange(
                change.rateCards().stream().filter(c -> prices.card(c.id()) == null).toList(),
                change.plans().stream().filter(p -> !plans.plans().contains(p)).toList(),
                change.tariffs().stream().filter(t -> !plans.tariffs().contains(t)).toList());
    }

    /**
     * The ids of rate cards in a change that are entered already with other content. A card is
     * never changed: such a change is refused as a whole.
     */
    public List<String> takenIds(PriceChange change) {
        return change.rateCards().stream()
                .filter(card -> {
                    RateCard known = prices.card(card.id());
                    return known != null && !known.equals(card);
                })
                .map(RateCard::id)
                .distinct()
                .toList();
    }
}
