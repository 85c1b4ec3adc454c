package dev.tare.core.pricing;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the cards that lose calls to a new one which isn't for the same: a card for an operation
 * and any model, say, wins over all for any operation and a model.
 */
final class TakenOver {
    private final PriceBook book;
    private final PriceBook after;
    private final RateCard card;
    private final Set<RateCard> found = new LinkedHashSet<>();

    private TakenOver(PriceBook book, PriceBook after, RateCard card) {
        this.book = book;
        this.after = after;
        this.card = card;
    }

    /**
     * Those, in the order of their models.
     *
     * @param after the book with the card in it
     */
    static List<RateCard> of(PriceBook book, PriceBook after, RateCard card) {
        TakenOver taken = new TakenOver(book, after, card);
        taken.look(card.model());
        boolean anyOperation = card.operation().equals(RateCard.ANY);
        if (!anyOperation && card.model().equals(RateCard.ANY)) {
            book.modelsOfAnyOperation(card.provider()).forEach(taken::look);
        }
        return List.copyOf(taken.found);
    }

    /** Whether it takes calls of that model from another, at each moment where that may change. */
    private void look(String model) {
        String asked = model.equals(RateCard.ANY) ? null : model;
        for (Instant time : turns(model)) {
            RateCard loses = book.find(card.provider(), card.operation(), asked, time);
            if (loses != null
                    && !isAlike(loses)
                    && card.equals(after.find(card.provider(), card.operation(), asked, time))) {
                found.add(loses);
            }
        }
    }

    private static List<String> orAny(String name) {
        return name.equals(RateCard.ANY) ? List.of(name) : List.of(name, RateCard.ANY);
    }

    private boolean isAlike(RateCard other) {
        return other.operation().equals(card.operation()) && other.model().equals(card.model());
    }

    private Set<Instant> turns(String model) {
        Set<Instant> turns = new TreeSet<>();
        for (String operation : orAny(card.operation())) {
            for (String one : orAny(model)) {
                for (RateCard other : after.alike(card.provider(), operation, one)) {
                    turns.add(other.from());
                    if (other.to() != null) {
                        turns.add(other.to());
                    }
                }
            }
        }
        turns.removeIf(time -> !card.holdsAt(time));
        return turns;
    }
}
