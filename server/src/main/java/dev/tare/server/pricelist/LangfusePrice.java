package dev.tare.server.pricelist;

import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.ThresholdPricing;
import dev.tare.server.pricelist.LangfuseTier.NotUnderstood;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One entry of Langfuse's list as a price. Of its tiers, in the order of their priority, the first
 * one whose conditions all hold governs; the one without conditions is asked last.
 */
final class LangfusePrice {
    private LangfusePrice() {}

    /**
     * A price, and the usage types of the entry that are not in it.
     *
     * @param pricing {@code null} where the entry gives no price that is understood
     * @param leftOut usage types
     * @param why why there is no price though the entry tells one, {@code null} = nothing to add
     */
    record Read(@Nullable PricingModel pricing, List<String> leftOut, @Nullable String why) {
        Read {
            leftOut = List.copyOf(leftOut);
        }
    }

    /** Whether the entry carries any price. */
    static boolean isPriced(TextTree.Fields entry) {
        return tells(entry.byKey().get("prices"))
                || (entry.byKey().get("pricingTiers") instanceof TextTree.Items tiers
                        && tiers.items().stream()
                                .anyMatch(tier ->
                                        tier instanceof TextTree.Fields fields
                                                && tells(fields.byKey().get("prices"))));
    }

    private static boolean tells(@Nullable TextTree prices) {
        return prices instanceof TextTree.Fields byType && !byType.byKey().isEmpty();
    }

    /** The price of an entry: by tiers, or, as older lists have it, one for all calls. */
    static Read of(TextTree.Fields entry) {
        SortedSet<String> leftOut = new TreeSet<>();
        try {
            List<LangfuseTier> tiers = tiers(entry, leftOut);
            PricingModel pricing = pricing(tiers);
            return new Read(pricing, List.copyOf(leftOut), pricing == null ? "no price" : null);
        } catch (NotUnderstood condition) {
            return new Read(
                    null, List.copyOf(leftOut), "not understood: " + condition.getMessage());
        }
    }

    private static List<LangfuseTier> tiers(TextTree.Fields entry, Set<String> leftOut)
            throws NotUnderstood {
        List<LangfuseTier> tiers = new ArrayList<>();
        List<String> types = new ArrayList<>();
        if (entry.byKey().get("pricingTiers") instanceof TextTree.Items items) {
            for (TextTree item : items.items()) {
                if (!(item instanceof TextTree.Fields tier)) {
                    throw new NotUnderstood("a tier that is no mapping");
                }
                tiers.add(LangfuseTier.read(tier, types));
            }
        } else {
            tiers.add(
                    LangfuseTier.always(
                            Objects.requireNonNull(entry.byKey().get("prices")), types));
        }
        leftOut.addAll(types);
        tiers.sort(
                Comparator.comparing((LangfuseTier tier) -> !tier.isConditional())
                        .thenComparing(LangfuseTier::priority));
        return tiers;
    }

    private static @Nullable PricingModel pricing(List<LangfuseTier> tiers) throws NotUnderstood {
        Set<String> attributes = new LinkedHashSet<>();
        Set<String> values = new LinkedHashSet<>();
        for (LangfuseTier tier : tiers) {
            if (tier.attribute() != null) {
                attributes.add(tier.attribute());
                values.addAll(tier.values());
            }
        }
        if (attributes.size() > 1) {
            throw new NotUnderstood("tiers by several parameters: " + attributes);
        }
        PricingModel standard = bySize(tiers, null);
        List<AttributePricing.Choice> choices = new ArrayList<>();
        for (String value : values) {
            PricingModel own = bySize(tiers, value);
            if (own != null && !own.equals(standard)) {
                String attribute = attributes.iterator().next();
                choices.add(
                        new AttributePricing.Choice(new TreeMap<>(Map.of(attribute, value)), own));
            }
        }
        return choices.isEmpty() || standard == null
                ? standard
                : new AttributePricing(choices, standard);
    }

    /** The price of calls with that value of the attribute; {@code null}: of none, or another. */
    private static @Nullable PricingModel bySize(List<LangfuseTier> tiers, @Nullable String value) {
        List<LangfuseTier> mine = tiers.stream().filter(tier -> tier.isFor(value)).toList();
        PricingModel base = priceAbove(mine, null);
        SortedSet<BigDecimal> sizes = new TreeSet<>();
        for (LangfuseTier tier : mine) {
            if (tier.above() != null) {
                sizes.add(tier.above());
            }
        }
        List<ThresholdPricing.Step> steps = new ArrayList<>();
        PricingModel before = base;
        for (BigDecimal size : sizes) {
            PricingModel price = priceAbove(mine, size);
            if (price != null && !price.equals(before)) {
                steps.add(new ThresholdPricing.Step(size, isInclusive(mine, size), price));
                before = price;
            }
        }
        return base == null || steps.isEmpty()
                ? base
                : new ThresholdPricing(TokenUnits.PROMPT, base, steps);
    }

    private static @Nullable PricingModel priceAbove(
            List<LangfuseTier> tiers, @Nullable BigDecimal size) {
        for (LangfuseTier tier : tiers) {
            boolean holds =
                    tier.above() == null || (size != null && tier.above().compareTo(size) <= 0);
            if (holds) {
                return tier.rates().isEmpty() ? null : new PerUnitPricing(tier.rates());
            }
        }
        return null;
    }

    private static boolean isInclusive(List<LangfuseTier> tiers, BigDecimal size) {
        return tiers.stream()
                .anyMatch(tier ->
                        tier.above() != null
                                && tier.above().compareTo(size) == 0
                                && tier.inclusive());
    }
}
