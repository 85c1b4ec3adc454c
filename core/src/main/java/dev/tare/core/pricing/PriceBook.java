package dev.tare.core.pricing;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All rate cards: answers what an event cost at its time. Immutable; safe for use by many threads.
 *
 * <p>The rule where several cards fit: the closest one wins (operation and model, operation and any
 * model, any operation and model, any of both); among equally close cards in force one of our own
 * wins over an imported one and a negotiated one over both; among those the one with the latest
 * start; among those the one entered last.
 */
public final class PriceBook {
    private final Map<String, RateCard> byId;
    private final Map<String, Map<String, Map<String, DatedCards>>> byProvider;

    /** A book of these cards, in the order they were entered. */
    public PriceBook(List<RateCard> cards) {
        byId = new LinkedHashMap<>();
        byProvider = new HashMap<>();
        for (RateCard card : cards) {
            byId.putIfAbsent(card.id(), card);
        }
        Map<List<String>, List<RateCard>> alike = new HashMap<>();
        for (RateCard card : byId.values()) {
            alike.computeIfAbsent(
                            List.of(card.provider(), card.operation(), card.model()),
                            _ -> new ArrayList<>())
                    .addFirst(card);
        }
        alike.forEach((subject, list) -> {
            list.sort(
                    Comparator.comparing(RateCard::origin)
                            .thenComparing(RateCard::from)
                            .reversed());
            byProvider
                    .computeIfAbsent(subject.get(0), _ -> new HashMap<>())
                    .computeIfAbsent(subject.get(1), _ -> new HashMap<>())
                    .put(subject.get(2), new DatedCards(list));
        });
    }

    /** This book with more cards. A card whose id is known already is left out: none is changed. */
    public PriceBook with(List<RateCard> more) {
        List<RateCard> all = new ArrayList<>(byId.values());
        all.addAll(more);
        return new PriceBook(all);
    }

    /** Every card, in the order entered. */
    public List<RateCard> cards() {
        return List.copyOf(byId.values());
    }

    /** Whether some card charges a month as a whole. */
    public boolean chargesByTheMonth() {
        return byId.values().stream().anyMatch(card -> card.pricing() instanceof PeriodPricing);
    }

    /** Whether some card of one of these providers does. */
    public boolean chargesByTheMonth(Set<String> providers) {
        return byId.values().stream()
                .filter(card -> card.pricing() instanceof PeriodPricing)
                .anyMatch(card -> providers.contains(card.provider()));
    }

    /** The card of that id, {@code null} if there is none. */
    public @Nullable RateCard card(String id) {
        return byId.get(id);
    }

    /** The card in force, {@code null} if there is none. */
    public @Nullable RateCard find(
            String provider, String operation, @Nullable String model, Instant time) {
        Map<String, Map<String, DatedCards>> byOperation = byProvider.get(provider);
        if (byOperation == null) {
            return null;
        }
        RateCard card = find(byOperation.get(operation), model, time);
        return card == null ? find(byOperation.get(RateCard.ANY), model, time) : card;
    }

    private static @Nullable RateCard find(
            @Nullable Map<String, DatedCards> byModel, @Nullable String model, Instant time) {
        if (byModel == null) {
            return null;
        }
        DatedCards exact = model == null ? null : byModel.get(model);
        RateCard card = exact == null ? null : exact.inForce(time);
        DatedCards any = card == null ? byModel.get(RateCard.ANY) : null;
        return any == null ? card : any.inForce(time);
    }

    /** The card in force at that time for exactly what that card is for. */
    public @Nullable RateCard inForce(RateCard like, Instant time) {
        DatedCards cards = dated(like.provider(), like.operation(), like.model());
        return cards == null ? null : cards.inForce(time);
    }

    private @Nullable DatedCards dated(String provider, String operation, String model) {
        return byProvider
                .getOrDefault(provider, Map.of())
                .getOrDefault(operation, Map.of())
                .get(model);
    }

    /** All cards for exactly what that card is for, at whatever time; the one that wins first. */
    public List<RateCard> alike(RateCard like) {
        return alike(like.provider(), like.operation(), like.model());
    }

    /**
     * Cards for a part of what that card is for: where one of them is in force it wins, whoever
     * says so.
     */
    public List<RateCard> closerThan(RateCard card) {
        Map<String, Map<String, DatedCards>> byOperation =
                byProvider.getOrDefault(card.provider(), Map.of());
        boolean anyOperation = card.operation().equals(RateCard.ANY);
        boolean anyModel = card.model().equals(RateCard.ANY);
        List<RateCard> closer = new ArrayList<>();
        byOperation.forEach((operation, byModel) -> {
            boolean same = operation.equals(card.operation());
            if (!same && !anyOperation) {
                return;
            }
            byModel.forEach((model, cards) -> {
                boolean part = anyModel || model.equals(card.model());
                // For a single operation a card for any model is closer than one for any operation.
                boolean wider = !same && model.equals(RateCard.ANY);
                if ((part || wider) && !(same && model.equals(card.model()))) {
                    closer.addAll(cards.all());
                }
            });
        });
        return closer;
    }

    /** The same for a thing by its names. */
    List<RateCard> alike(String provider, String operation, String model) {
        DatedCards cards = dated(provider, operation, model);
        return cards == null ? List.of() : cards.all();
    }

    /** The models that cards for any operation of that provider are for, in order. */
    SortedSet<String> modelsOfAnyOperation(String provider) {
        SortedSet<String> models =
                new TreeSet<>(
                        byProvider
                                .getOrDefault(provider, Map.of())
                                .getOrDefault(RateCard.ANY, Map.of())
                                .keySet());
        models.remove(RateCard.ANY);
        return models;
    }

    /** What the event cost at that time. */
    public Cost cost(UsageEvent event, Instant time) {
        if (event.cost() != null) {
            return new Cost.Client(Amounts.rounded(event.cost()));
        }
        RateCard card = find(event.provider(), event.operation(), event.model(), time);
        return card == null
                ? new Cost.Unpriced(Cost.Reason.NO_RATE_CARD, null)
                : cost(event, card, time);
    }

    /** What the event, which happened at that time, cost under that card. */
    public static Cost cost(UsageEvent event, RateCard card, Instant time) {
        return cost(event, card, time, null);
    }

    /** The same, where its month had come to that; {@code null} = nothing, or it doesn't matter. */
    public static Cost cost(
            UsageEvent event, RateCard card, Instant time, @Nullable BigDecimal position) {
        return explained(Call.of(event, time).at(position), event.status(), card).cost();
    }

    /** What such a call costs, and why. */
    public Explanation explained(
            String provider,
            String operation,
            @Nullable String model,
            EventStatus status,
            Call call) {
        RateCard card = find(provider, operation, model, call.time());
        return card == null
                ? new Explanation(null, null, new Cost.Unpriced(Cost.Reason.NO_RATE_CARD, null))
                : explained(call, status, card);
    }

    /** What such a call costs under that card, and why. */
    public static Explanation explained(Call call, EventStatus status, RateCard card) {
        if (!card.charges(status)) {
            Cost cost =
                    card.failedCalls() == FailedCalls.UNKNOWN
                            ? new Cost.Unpriced(Cost.Reason.FAILED_CALL_RULE_UNKNOWN, card.id())
                            : new Cost.Priced(
                                    card,
                                    BigDecimal.ZERO,
                                    Amounts.rounded(BigDecimal.ZERO),
                                    List.of());
            return new Explanation(card, null, cost);
        }
        Calculation calculation = card.pricing().price(call);
        return new Explanation(card, calculation, cost(card, calculation));
    }

    private static Cost cost(RateCard card, Calculation calculation) {
        return switch (calculation) {
            case Calculation.NoRate noRate ->
                    new Cost.Unpriced(
                            Cost.Reason.NO_RATE_FOR_UNIT, String.join(", ", noRate.units()));
            case Calculation.NoChoice noChoice ->
                    new Cost.Unpriced(Cost.Reason.NO_RATE_FOR_ATTRIBUTES, noChoice.attributes());
            case Calculation.Amount amount -> {
                BigDecimal stored = Amounts.rounded(amount.exact());
                yield Amounts.fits(stored)
                        ? new Cost.Priced(card, amount.exact(), stored, amount.parts())
                        : new Cost.Unpriced(Cost.Reason.AMOUNT_TOO_LARGE, card.id());
            }
        };
    }
}
