package dev.tare.server.pricelist;

import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceSource;
import dev.tare.core.pricing.RateCard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a list would change of what the same list said before: prices of models it is new to, prices
 * that differ from its own in force, and models it no longer has. What others say of a model is no
 * change: such differences are found by comparing sources.
 *
 * @param added new models
 * @param changed models with another price
 * @param same how many models have the same price
 * @param gone cards in force whose model isn't in the list
 */
public record PriceDifferences(
        List<RateCard> added, List<Change> changed, int same, List<RateCard> gone) {
    /** A price and the one that takes its place. */
    public record Change(RateCard before, RateCard after) {}

    public PriceDifferences {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        gone = List.copyOf(gone);
    }

    private record Subject(String provider, String operation, String model) {
        static Subject of(RateCard card) {
            return new Subject(card.provider(), card.operation(), card.model());
        }
    }

    /** The differences of one list's cards, to hold from one moment on, with that book. */
    public static PriceDifferences of(List<RateCard> cards, PriceBook book) {
        List<RateCard> added = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        int same = 0;
        Map<Subject, RateCard> known = new HashMap<>();
        if (!cards.isEmpty()) {
            PriceSource list = PriceSource.of(cards.getFirst());
            PriceBook earlier =
                    new PriceBook(
                            book.cards().stream()
                                    .filter(card -> PriceSource.of(card).equals(list))
                                    .toList());
            for (RateCard card : earlier.cards()) {
                RateCard inForce = earlier.inForce(card, cards.getFirst().from());
                if (inForce != null) {
                    known.put(Subject.of(card), inForce);
                }
            }
        }
        for (RateCard card : cards) {
            RateCard before = known.remove(Subject.of(card));
            if (before == null) {
                added.add(card);
            } else if (before.pricing().equals(card.pricing())) {
                same++;
            } else {
                changed.add(new Change(before, card));
            }
        }
        return new PriceDifferences(added, changed, same, List.copyOf(known.values()));
    }

    /** The cards to be entered. */
    public List<RateCard> news() {
        List<RateCard> news = new ArrayList<>(added);
        changed.forEach(change -> news.add(change.after()));
        return news;
    }
}
