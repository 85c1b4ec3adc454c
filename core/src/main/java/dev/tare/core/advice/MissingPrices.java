package dev.tare.core.advice;

import dev.tare.core.advice.MissingPrice.Reason;
import dev.tare.core.advice.UnpricedUsage.Group;
import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.Explanation;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says of calls without a price why they have none, and what to do. The log doesn't keep the
 * reason, and the book may have changed since: so the book is asked again.
 */
public final class MissingPrices {
    private final PriceBook book;
    private final Cures cures;

    /**
     * By these prices.
     *
     * @param catalogue cards that come with Tare and may be entered, by the name of their file
     */
    public MissingPrices(PriceBook book, Map<String, List<RateCard>> catalogue) {
        this.book = book;
        this.cures = new Cures(book, catalogue);
    }

    /** What to do about each group. */
    public List<MissingPrice> of(List<Group> groups) {
        return groups.stream().map(this::of).toList();
    }

    private MissingPrice of(Group group) {
        for (Instant time : List.of(group.last(), group.first())) {
            for (Call call : samples(group, time)) {
                Explanation answer = asked(book, group, call);
                if (answer.cost() instanceof Cost.Unpriced unpriced) {
                    return missing(group, call, answer, unpriced);
                }
            }
        }
        return new MissingPrice(
                group,
                Reason.PRICED_BY_NOW,
                null,
                "These calls have a price by now; it has to be applied to them: re-price that"
                        + " span.",
                null);
    }

    static Explanation asked(PriceBook book, Group group, Call call) {
        return book.explained(
                group.provider(), group.operation(), group.model(), group.status(), call);
    }

    /** The smallest call of the group, and all of it as one, with what was told beside. */
    static List<Call> samples(Group group, Instant time) {
        TreeMap<String, BigDecimal> one = new TreeMap<>();
        group.quantities()
                .forEach((unit, sum) -> one.put(unit, sum.signum() == 0 ? sum : BigDecimal.ONE));
        List<Attributes> told = new ArrayList<>();
        group.metadata().forEach(text -> told.add(Attributes.of(text)));
        if (told.isEmpty()) {
            told.add(Attributes.NONE);
        }
        List<Call> samples = new ArrayList<>();
        for (Attributes attributes : told) {
            samples.add(new Call(new Quantities(one), time, attributes));
            samples.add(new Call(new Quantities(group.quantities()), time, attributes));
        }
        return samples;
    }

    private MissingPrice missing(
            Group group, Call call, Explanation answer, Cost.Unpriced unpriced) {
        RateCard card = answer.card();
        return switch (unpriced.reason()) {
            case NO_RATE_CARD -> cures.noCard(group, call);
            case NO_RATE_FOR_UNIT -> cures.noUnit(group, call, answer);
            case NO_RATE_FOR_ATTRIBUTES ->
                    new MissingPrice(
                            group,
                            Reason.NO_RATE_FOR_ATTRIBUTES,
                            unpriced.detail(),
                            "Card "
                                    + name(card)
                                    + " has no price for this: send such values in the events'"
                                    + " metadata as it names, or enter a card with a price for"
                                    + " these, or with `otherwise`.",
                            null);
            case FAILED_CALL_RULE_UNKNOWN -> cures.failed(group, card);
            case AMOUNT_TOO_LARGE ->
                    new MissingPrice(
                            group,
                            Reason.AMOUNT_TOO_LARGE,
                            unpriced.detail(),
                            "Look at the quantities sent, and at the rates of card "
                                    + name(card)
                                    + ": one of them has another unit than the other.",
                            null);
        };
    }

    private static String name(@Nullable RateCard card) {
        return card == null ? "" : "\"" + card.id() + "\"";
    }
}
