package dev.tare.bench.cases;

import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.ThresholdPricing;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rates and usage in Helicone's words: input holds no cached tokens, and in a tier for long prompts
 * the price of a cached token rises as that of an input token does.
 */
final class HeliconeCases implements CaseKind {
    private static final Map<String, String> UNITS =
            Map.of(
                    "input", "input_tokens",
                    "output", "output_tokens",
                    "cached_input", "cached_input_tokens",
                    "write5m", "cache_write_5m_tokens",
                    "write1h", "cache_write_1h_tokens",
                    "image_output", "output_image_tokens",
                    "audio_input", "input_audio_tokens",
                    "audio_output", "output_audio_tokens",
                    "reasoning", "reasoning_tokens",
                    "web_search", "web_searches");

    /** What is priced as a multiple of an input token. */
    private static final List<String> MULTIPLES =
            List.of("cached_input_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens");

    private static final String TIER = "tier_";
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith("helicone");
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        TextTree.Fields rates = Fields.mapping(one, "usd_per_unit");
        TextTree.Fields usage = Fields.mapping(one, "usage");
        TextTree.Fields expected = Fields.mapping(one, "expected_usd");
        if (rates == null || usage == null || expected == null || expected.byKey().isEmpty()) {
            return new Verdict.Unsupported("no rates, usage or expected amounts");
        }
        SortedMap<String, BigDecimal> quantities = byUnit(usage);
        PricingModel model = model(rates);
        if (quantities == null || model == null) {
            return new Verdict.Unsupported("a unit that isn't known");
        }
        Asked asked = Asked.quantities(model, quantities, Map.of());
        for (String name : expected.byKey().keySet()) {
            BigDecimal should = Fields.number(expected, name);
            String unit = UNITS.get(name);
            if (should == null || (unit == null && !name.equals("total"))) {
                return new Verdict.Unsupported("expects " + name);
            }
            BigDecimal is = unit == null ? asked.total() : asked.of(unit);
            if (!Fields.same(is, should)) {
                return new Verdict.Disagreed(name + " " + is.toPlainString());
            }
        }
        return asked.refusal().isEmpty()
                ? new Verdict.Agreed(asked.unpriced())
                : new Verdict.Disagreed(asked.refusal());
    }

    private static @Nullable PricingModel model(TextTree.Fields rates) {
        SortedMap<String, BigDecimal> base = new TreeMap<>();
        for (String name : rates.byKey().keySet()) {
            if (!name.startsWith(TIER)) {
                String unit = UNITS.get(name);
                BigDecimal rate = Fields.number(rates, name);
                if (unit == null || rate == null) {
                    return null;
                }
                base.put(unit, rate);
            }
        }
        List<ThresholdPricing.Step> steps = steps(rates, base);
        if (steps == null) {
            return null;
        }
        PricingModel flat = new PerUnitPricing(base);
        return steps.isEmpty()
                ? flat
                : new ThresholdPricing(
                        new TreeSet<>(
                                List.of(
                                        "input_tokens",
                                        "cached_input_tokens",
                                        "cache_write_5m_tokens",
                                        "cache_write_1h_tokens")),
                        flat,
                        steps);
    }

    private static @Nullable List<ThresholdPricing.Step> steps(
            TextTree.Fields rates, SortedMap<String, BigDecimal> base) {
        List<ThresholdPricing.Step> steps = new ArrayList<>();
        for (String name : rates.byKey().keySet()) {
            TextTree.Fields tier = Fields.mapping(rates, name);
            if (name.startsWith(TIER) && tier != null) {
                SortedMap<String, BigDecimal> own = byUnit(tier);
                if (own == null) {
                    return null;
                }
                String size = name.substring(TIER.length());
                BigDecimal from = new BigDecimal(size.replace("k", ""));
                steps.add(
                        new ThresholdPricing.Step(
                                size.endsWith("k") ? from.multiply(THOUSAND) : from,
                                true,
                                new PerUnitPricing(above(base, own))));
            }
        }
        return steps;
    }

    private static SortedMap<String, BigDecimal> above(
            SortedMap<String, BigDecimal> base, SortedMap<String, BigDecimal> own) {
        SortedMap<String, BigDecimal> above = new TreeMap<>(base);
        BigDecimal before = base.get("input_tokens");
        BigDecimal after = own.get("input_tokens");
        if (before != null && after != null && before.signum() != 0) {
            for (String unit : MULTIPLES) {
                above.computeIfPresent(
                        unit,
                        (_, rate) -> rate.multiply(after).divide(before, MathContext.DECIMAL128));
            }
        }
        above.putAll(own);
        return above;
    }

    private static @Nullable SortedMap<String, BigDecimal> byUnit(TextTree.Fields told) {
        SortedMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (String name : told.byKey().keySet()) {
            String unit = UNITS.get(name);
            BigDecimal number = Fields.number(told, name);
            if (unit == null || number == null) {
                return null;
            }
            byUnit.put(unit, number);
        }
        return byUnit;
    }
}
