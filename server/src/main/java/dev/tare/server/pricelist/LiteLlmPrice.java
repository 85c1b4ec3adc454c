package dev.tare.server.pricelist;

import dev.tare.core.money.DecimalText;
import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.CombinedPricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.ThresholdPricing;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of LiteLLM's map as a price. Its rules, where they are Tare's own, are in the decision
 * about prices from LiteLLM.
 */
public final class LiteLlmPrice {
    /** Fields that aren't one number each. */
    static final Set<String> SPECIAL = Set.of("search_context_cost_per_query", "tiered_pricing");

    private static final String SEARCH_SIZE = "search_context_size";
    private static final int DIGITS = 9;

    private LiteLlmPrice() {}

    /**
     * A price, and the fields of the entry that stand for a cost and are not in it.
     *
     * @param pricing {@code null} where the entry gives no price that is understood
     * @param leftOut names of fields
     */
    public record Read(@Nullable PricingModel pricing, List<String> leftOut) {
        public Read {
            leftOut = List.copyOf(leftOut);
        }
    }

    /** The price of an entry, by field. */
    public static Read of(Map<String, TextTree> entry) {
        Map<String, TextTree> fields = new TreeMap<>(entry);
        boolean makesImages = makesImages(entry);
        if (makesImages && !hasPrice(entry, "output_cost_per_image")) {
            // For those who make images the map means the image made.
            TextTree image = fields.remove("input_cost_per_image");
            if (image != null) {
                fields.put("output_cost_per_image", image);
            }
        }
        if (hasTiers(entry)) {
            // The ranges say it better; both would be charged.
            fields.remove("input_cost_per_token");
            fields.remove("output_cost_per_token");
        }
        LiteLlmRates rates = LiteLlmRates.of(fields);
        List<String> leftOut = new ArrayList<>(rates.leftOut());
        leftOut.removeIf(LiteLlmFields::isOtherCurrency);
        List<PricingModel> parts = new ArrayList<>();
        PricingModel byTier = byTier(rates);
        if (byTier != null) {
            parts.add(byTier);
        }
        add(parts, leftOut, "search_context_cost_per_query", entry, LiteLlmPrice::searches);
        add(parts, leftOut, "tiered_pricing", entry, LiteLlmPrice::tiered);
        PricingModel pricing =
                switch (parts.size()) {
                    case 0 -> null;
                    case 1 -> parts.getFirst();
                    default -> new CombinedPricing(parts, null);
                };
        return new Read(makesImages ? countedInImages(pricing, rates) : pricing, leftOut);
    }

    private static boolean makesImages(Map<String, TextTree> entry) {
        return entry.get("mode") instanceof TextTree.Text mode
                && (mode.text().equals("image_generation") || mode.text().equals("image_edit"));
    }

    private static boolean hasTiers(Map<String, TextTree> entry) {
        return entry.get("tiered_pricing") instanceof TextTree.Items;
    }

    private static boolean hasPrice(Map<String, TextTree> entry, String field) {
        return entry.get(field) instanceof TextTree.Text;
    }

    /** A call that tells nothing more made one image. */
    private static @Nullable PricingModel countedInImages(
            @Nullable PricingModel pricing, LiteLlmRates rates) {
        return pricing != null && rates.at(BigDecimal.ZERO, null).containsKey("images")
                ? new CombinedPricing(List.of(pricing), "images")
                : pricing;
    }

    private interface Special {
        @Nullable PricingModel read(TextTree value);
    }

    private static void add(
            List<PricingModel> parts,
            List<String> leftOut,
            String field,
            Map<String, TextTree> entry,
            Special special) {
        TextTree value = entry.get(field);
        if (value == null || value instanceof TextTree.Nothing) {
            return;
        }
        PricingModel price = special.read(value);
        if (price == null) {
            leftOut.add(field);
        } else {
            parts.add(price);
        }
    }

    private static @Nullable PricingModel byTier(LiteLlmRates rates) {
        PricingModel standard = bySize(rates, null);
        List<AttributePricing.Choice> choices = new ArrayList<>();
        for (String tier : rates.tiers()) {
            PricingModel own = bySize(rates, tier);
            if (own != null && !own.equals(standard)) {
                choices.add(
                        new AttributePricing.Choice(
                                new TreeMap<>(Map.of("service_tier", tier)), own));
            }
        }
        return choices.isEmpty() ? standard : new AttributePricing(choices, standard);
    }

    private static @Nullable PricingModel bySize(LiteLlmRates rates, @Nullable String tier) {
        SortedMap<String, BigDecimal> base = TokenUnits.completed(rates.at(BigDecimal.ZERO, tier));
        List<ThresholdPricing.Step> steps = new ArrayList<>();
        for (BigDecimal size : rates.sizes(tier)) {
            steps.add(
                    new ThresholdPricing.Step(
                            size,
                            false,
                            new PerUnitPricing(TokenUnits.completed(rates.at(size, tier)))));
        }
        if (steps.isEmpty()) {
            return base.isEmpty() ? null : new PerUnitPricing(base);
        }
        return new ThresholdPricing(TokenUnits.PROMPT, new PerUnitPricing(base), steps);
    }

    /** Web searches, by how much of what they find goes into the prompt. */
    private static @Nullable PricingModel searches(TextTree value) {
        if (!(value instanceof TextTree.Fields sizes)) {
            return null;
        }
        List<AttributePricing.Choice> choices = new ArrayList<>();
        PricingModel medium = null;
        for (Map.Entry<String, TextTree> size : sizes.byKey().entrySet()) {
            BigDecimal usd = number(size.getValue());
            String prefix = SEARCH_SIZE + "_";
            if (usd == null || !size.getKey().startsWith(prefix)) {
                return null;
            }
            String name = size.getKey().substring(prefix.length());
            PricingModel price = new PerUnitPricing(Map.of(TokenUnits.WEB_SEARCHES, usd));
            medium = name.equals("medium") || medium == null ? price : medium;
            choices.add(
                    new AttributePricing.Choice(new TreeMap<>(Map.of(SEARCH_SIZE, name)), price));
        }
        return choices.isEmpty() ? null : new AttributePricing(choices, medium);
    }

    /** Ranges of the prompt's size, each with the whole call's rates. */
    private static @Nullable PricingModel tiered(TextTree value) {
        if (!(value instanceof TextTree.Items items) || items.items().isEmpty()) {
            return null;
        }
        PricingModel base = null;
        List<ThresholdPricing.Step> steps = new ArrayList<>();
        for (TextTree item : items.items()) {
            if (!(item instanceof TextTree.Fields range)
                    || !(range.byKey().get("range") instanceof TextTree.Items ends)
                    || ends.items().isEmpty()) {
                return null;
            }
            BigDecimal from = number(ends.items().getFirst());
            LiteLlmRates rates = LiteLlmRates.of(range.byKey());
            if (from == null || !rates.leftOut().isEmpty()) {
                return null;
            }
            PricingModel price =
                    new PerUnitPricing(TokenUnits.completed(rates.at(BigDecimal.ZERO, null)));
            if (from.signum() == 0) {
                base = price;
            } else {
                steps.add(new ThresholdPricing.Step(from, false, price));
            }
        }
        if (base == null || steps.isEmpty()) {
            return base;
        }
        return new ThresholdPricing(TokenUnits.PROMPT, base, steps);
    }

    private static @Nullable BigDecimal number(TextTree value) {
        return value instanceof TextTree.Text text
                ? DecimalText.parse(text.text(), DIGITS, PriceFile.RATE_DECIMALS_MAX)
                : null;
    }
}
