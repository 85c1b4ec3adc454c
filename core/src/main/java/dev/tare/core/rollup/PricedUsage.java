package dev.tare.core.rollup;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.money.ExactSum;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost, and what they would if some cards had been in force all the time and no weaker
 * one had. It grows call by call. Not safe for use by many threads.
 */
final class PricedUsage {
    private final List<RateCard> cards;
    private final PriceBook then;
    private final Set<String> ids;
    private final ExactSum costNow = new ExactSum();
    private final ExactSum costThen = new ExactSum();
    private final ExactSum bothNow = new ExactSum();
    private final ExactSum bothThen = new ExactSum();
    private long events;
    private long both;
    private long unpricedNow;
    private long unpricedThen;

    /**
     * Of no call yet.
     *
     * @param from from when on the new cards are taken to have been in force
     */
    PricedUsage(PriceBook book, List<RateCard> news, Instant from) {
        cards = always(news, from);
        then = without(book, cards).with(cards);
        ids = cards.stream().map(RateCard::id).collect(Collectors.toSet());
    }

    /** The cards as they are taken to have been. */
    List<RateCard> cards() {
        return cards;
    }

    /** Adds a call, if one of them would have priced it. */
    void add(ChargedEvent row) {
        RateCard card = PriceImpacts.charging(then, row);
        if (card != null && ids.contains(card.id())) {
            BigDecimal cost = PriceBook.cost(row.told(), card, row.event().time()).amount();
            events++;
            unpricedNow += add(costNow, row.apiCost());
            unpricedThen += add(costThen, cost);
            if (row.apiCost() != null && cost != null) {
                both++;
                bothNow.add(ExactSum.units(row.apiCost()));
                bothThen.add(ExactSum.units(cost));
            }
        }
    }

    /** Adds what is known; 1 where nothing is. */
    private static int add(ExactSum sum, @Nullable BigDecimal cost) {
        if (cost != null) {
            sum.add(ExactSum.units(cost));
        }
        return cost == null ? 1 : 0;
    }

    /** What came of it. */
    PriceImpacts.Usage told(Instant from, Instant to) {
        return new PriceImpacts.Usage(
                from,
                to,
                events,
                costNow.total(),
                costThen.total(),
                unpricedNow,
                unpricedThen,
                new PriceImpacts.Compared(both, bothNow.total(), bothThen.total()));
    }

    private record Name(String provider, String operation, String model) {
        static Name of(RateCard card) {
            return new Name(card.provider(), card.operation(), card.model());
        }
    }

    /** Of each name the card that holds last, from that moment on without end. */
    private static List<RateCard> always(List<RateCard> news, Instant from) {
        Map<Name, RateCard> last = new LinkedHashMap<>();
        Comparator<RateCard> stronger =
                Comparator.comparing(RateCard::origin).thenComparing(RateCard::from);
        for (RateCard card : news) {
            last.merge(Name.of(card), card, (a, b) -> stronger.compare(b, a) >= 0 ? b : a);
        }
        return last.values().stream()
                .map(card ->
                        new RateCard(
                                card.id(),
                                card.provider(),
                                card.operation(),
                                card.model(),
                                card.pricing(),
                                card.failedCalls(),
                                from,
                                null,
                                card.source(),
                                card.origin()))
                .toList();
    }

    /** The book without the cards that these would win over if they were the later ones. */
    private static PriceBook without(PriceBook book, List<RateCard> always) {
        Map<Name, RateCard> byName =
                always.stream().collect(Collectors.toMap(Name::of, card -> card));
        return new PriceBook(
                book.cards().stream()
                        .filter(card -> {
                            RateCard wins = byName.get(Name.of(card));
                            return wins == null || wins.origin().compareTo(card.origin()) < 0;
                        })
                        .toList());
    }
}
