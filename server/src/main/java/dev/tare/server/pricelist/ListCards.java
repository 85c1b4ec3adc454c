package dev.tare.server.pricelist;

import dev.tare.core.pricing.PriceComparison;
import dev.tare.core.pricing.PriceLines;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cards of a list that is being read, one for each model, and what isn't in them. */
final class ListCards {
    private final List<RateCard> cards = new ArrayList<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final Map<String, Taken> taken = new HashMap<>();

    /** Which entry a model's card is from, and where that card lies. */
    private record Taken(String entry, int at) {}

    /** Names what of an entry isn't in a card; earlier reasons stand. */
    void leaveOut(String entry, String why) {
        leftOut.merge(entry, why, (earlier, more) -> earlier + "; " + more);
    }

    /** Whether that much of an entry was left out already. */
    boolean isLeftOut(String entry) {
        return leftOut.containsKey(entry);
    }

    /**
     * Takes up the card of an entry. Where two entries name one model the first is taken, unless it
     * costs nothing and the other one doesn't: no call is free for want of a look.
     */
    void add(String entry, RateCard card) {
        String model = card.provider() + "\0" + card.model();
        Taken first = taken.get(model);
        if (first == null) {
            taken.put(model, new Taken(entry, cards.size()));
            cards.add(card);
            return;
        }
        PricingModel known = cards.get(first.at()).pricing();
        String which = entry.endsWith(card.model()) ? "" : " (" + card.model() + ")";
        if (isAlike(known, card.pricing())) {
            leaveOut(entry, "names the same model as " + first.entry() + which);
        } else if (isFree(known)) {
            cards.set(first.at(), card);
            taken.put(model, new Taken(entry, first.at()));
            leaveOut(
                    first.entry(),
                    "names the same model as "
                            + entry
                            + which
                            + ", but at no cost; the price of "
                            + entry
                            + " is taken");
        } else {
            leaveOut(
                    entry,
                    "names the same model as "
                            + first.entry()
                            + which
                            + (isFree(card.pricing()) ? ", but at no cost" : " at another price")
                            + "; the price of "
                            + first.entry()
                            + " is taken");
        }
    }

    private static boolean isAlike(PricingModel one, PricingModel other) {
        return PriceLines.beside(one, other).stream().noneMatch(PriceComparison.Line::differs);
    }

    private static boolean isFree(PricingModel price) {
        return PriceLines.of(price).stream()
                .allMatch(line -> line.amount() == null || line.amount().signum() == 0);
    }

    ListRead read(int withoutCost) {
        return new ListRead(cards, leftOut, withoutCost);
    }
}
