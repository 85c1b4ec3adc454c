package dev.tare.core.pricing;

import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the sources of a price book say of the same thing at one moment: which card is in force, and
 * where others differ from it. Cards for exactly the same provider, operation and model are
 * compared; of each source the card that would be in force if there were no other source.
 *
 * @param at the moment (UTC)
 * @param compared how many things more than one source has a price of
 * @param differing those of them where some source says otherwise, by provider, operation and model
 */
public record PriceComparison(Instant at, int compared, List<Contested> differing) {
    public PriceComparison {
        differing = List.copyOf(differing);
    }

    /**
     * One thing with more than one price.
     *
     * @param inForce the card that governs
     * @param others those that say otherwise
     */
    public record Contested(RateCard inForce, List<Other> others) {
        public Contested {
            others = List.copyOf(others);
        }
    }

    /** A card that says otherwise, and in what. */
    public record Other(RateCard card, List<Line> lines) {
        public Other {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One rate, or one rule that is no rate, by both.
     *
     * @param what of which unit, and when
     * @param inForce USD by the card in force, {@code null} = it has none
     * @param other USD by the other one, {@code null} = it has none
     * @param ruleInForce the rule in words by the card in force, {@code null} = it has none
     * @param otherRule the rule by the other one, {@code null} = it has none
     */
    public record Line(
            String what,
            @Nullable BigDecimal inForce,
            @Nullable BigDecimal other,
            @Nullable String ruleInForce,
            @Nullable String otherRule) {
        /** Whether both have such a rate or rule. */
        public boolean inBoth() {
            return !lacksHere() && !lacksThere();
        }

        /** Whether the card in force has none such. */
        public boolean lacksHere() {
            return inForce == null && ruleInForce == null;
        }

        /** Whether the other one has none such. */
        public boolean lacksThere() {
            return other == null && otherRule == null;
        }

        /** Whether it is a rule and no rate. */
        public boolean isRule() {
            return ruleInForce != null || otherRule != null;
        }

        /** Whether they say otherwise. */
        public boolean differs() {
            return isRule()
                    ? !Objects.equals(ruleInForce, otherRule)
                    : inForce == null || other == null || inForce.compareTo(other) != 0;
        }

        /** By how much the other one lies above the one in force, in per cent, where both are. */
        public @Nullable BigDecimal percent() {
            return inForce == null || other == null
                    ? null
                    : Amounts.percent(other.subtract(inForce), inForce);
        }
    }

    private record Subject(String provider, String operation, String model) {
        static Subject of(RateCard card) {
            return new Subject(card.provider(), card.operation(), card.model());
        }
    }

    /** Compares all sources of a book. */
    public static PriceComparison of(PriceBook book, Instant at) {
        Map<PriceSource, List<RateCard>> bySource = new LinkedHashMap<>();
        for (RateCard card : book.cards()) {
            bySource.computeIfAbsent(PriceSource.of(card), _ -> new ArrayList<>()).add(card);
        }
        Map<Subject, List<RateCard>> bySubject = new LinkedHashMap<>();
        bySource.forEach((source, cards) -> {
            PriceBook own = new PriceBook(cards);
            cards.stream()
                    .map(card -> own.inForce(card, at))
                    .filter(Objects::nonNull)
                    .distinct()
                    .forEach(card ->
                            bySubject
                                    .computeIfAbsent(Subject.of(card), _ -> new ArrayList<>())
                                    .add(card));
        });
        bySubject.values().removeIf(cards -> cards.size() < 2);
        List<Contested> differing = new ArrayList<>();
        for (List<RateCard> cards : bySubject.values()) {
            RateCard inForce = Objects.requireNonNull(book.inForce(cards.getFirst(), at));
            List<Other> others =
                    cards.stream()
                            .filter(card -> !card.id().equals(inForce.id()))
                            .map(card -> new Other(card, lines(inForce, card)))
                            .filter(other -> !other.lines().isEmpty())
                            .toList();
            if (!others.isEmpty()) {
                differing.add(new Contested(inForce, others));
            }
        }
        differing.sort(
                Comparator.comparing((Contested one) -> one.inForce().provider())
                        .thenComparing(one -> one.inForce().operation())
                        .thenComparing(one -> one.inForce().model()));
        return new PriceComparison(at, bySubject.size(), differing);
    }

    private static List<Line> lines(RateCard inForce, RateCard other) {
        return PriceLines.beside(inForce.pricing(), other.pricing()).stream()
                .filter(Line::differs)
                .toList();
    }
}
