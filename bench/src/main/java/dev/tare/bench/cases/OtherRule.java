package dev.tare.bench.cases;

import dev.tare.core.event.TokenUsage;
import dev.tare.core.pricing.CombinedPricing;
import dev.tare.core.pricing.CostPart;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.Tier;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a call comes to by the reference's rule, where Tare has another one on purpose. */
final class OtherRule {
    /** More than any part of a count. */
    private static final BigDecimal PLENTY = new BigDecimal("1e18");

    private static final Map<String, String> RATES =
            Map.of(
                    "input_tokens", "input_cost_per_token",
                    "cached_input_tokens", "cache_read_input_token_cost",
                    "reasoning_tokens", "output_cost_per_reasoning_token",
                    "output_tokens", "output_cost_per_token");

    private OtherRule() {}

    /**
     * Parts that are more than their whole leave a rest below zero, which is taken off at the rate
     * of plain tokens.
     */
    static @Nullable Asked restBelowZero(
            PricingModel price, Map<String, BigDecimal> usage, Map<String, String> told) {
        Map<String, BigDecimal> larger = new TreeMap<>(usage);
        for (String whole : List.of("prompt_tokens", "completion_tokens")) {
            larger.merge(whole, PLENTY, BigDecimal::add);
            larger.computeIfPresent("total_tokens", (_, total) -> total.add(PLENTY));
        }
        if (!(TokenUsage.read(larger) instanceof TokenUsage.Buckets buckets)) {
            return null;
        }
        SortedMap<String, BigDecimal> units = new TreeMap<>(buckets.byUnit());
        SortedMap<String, BigDecimal> below = new TreeMap<>();
        for (String unit : List.of("input_tokens", "output_tokens")) {
            BigDecimal rest = units.getOrDefault(unit, BigDecimal.ZERO).subtract(PLENTY);
            units.put(unit, rest.signum() < 0 ? BigDecimal.ONE : rest);
            if (rest.signum() < 0) {
                below.put(unit, rest);
            }
        }
        units.values().removeIf(quantity -> quantity.signum() == 0);
        List<CostPart> parts = new ArrayList<>();
        for (CostPart part : Asked.quantities(price, units, told).parts()) {
            BigDecimal rest = below.get(part.unit());
            BigDecimal quantity = rest == null ? part.quantity() : rest;
            BigDecimal exact = rest == null ? part.exact() : rest.multiply(part.rate());
            parts.add(new CostPart(part.unit(), quantity, part.rate(), exact, part.rule()));
        }
        return new Asked(parts, List.of(), "");
    }

    /** With ranges by the prompt's size: each part of a count at the rate of its own range. */
    static @Nullable Asked eachPartAtItsRange(
            Map<String, TextTree> entry, SortedMap<String, BigDecimal> units) {
        if (!(entry.get("tiered_pricing") instanceof TextTree.Items ranges)) {
            return null;
        }
        List<PricingModel> models = new ArrayList<>();
        for (Map.Entry<String, String> rate : RATES.entrySet()) {
            List<Tier> tiers = tiers(ranges.items(), rate.getValue());
            if (tiers != null) {
                models.add(new GraduatedPricing(rate.getKey(), tiers, false));
            }
        }
        return models.isEmpty()
                ? null
                : Asked.quantities(new CombinedPricing(models, null), units, Map.of());
    }

    private static @Nullable List<Tier> tiers(List<TextTree> ranges, String rate) {
        List<Tier> tiers = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            BigDecimal usd =
                    ranges.get(i) instanceof TextTree.Fields range
                            ? Fields.number(range, rate)
                            : null;
            if (usd == null) {
                return null;
            }
            tiers.add(new Tier(end(ranges, i), usd, BigDecimal.ZERO));
        }
        return tiers.isEmpty() ? null : tiers;
    }

    /** The last one goes on without end. */
    private static @Nullable BigDecimal end(List<TextTree> ranges, int index) {
        return index < ranges.size() - 1
                        && ranges.get(index) instanceof TextTree.Fields range
                        && range.byKey().get("range") instanceof TextTree.Items ends
                ? Fields.number(ends.items().getLast())
                : null;
    }
}
