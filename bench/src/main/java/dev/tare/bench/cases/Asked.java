package dev.tare.bench.cases;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.TokenUsage;
import dev.tare.core.pricing.Calculation;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.CostPart;
import dev.tare.core.pricing.PricingModel;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A price asked for quantities: the parts that have one, and the units that don't. */
record Asked(List<CostPart> parts, List<String> unpriced, String refusal) {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    /** What that usage, as a provider counts it, comes to. */
    static Asked usage(PricingModel model, TextTree.Fields usage, Map<String, String> told) {
        return switch (TokenUsage.read(Fields.flat(usage))) {
            case TokenUsage.Refused refused -> new Asked(List.of(), List.of(), refused.why());
            case TokenUsage.Buckets buckets -> quantities(model, buckets.byUnit(), told);
        };
    }

    /** What those quantities come to. */
    static Asked quantities(
            PricingModel model, SortedMap<String, BigDecimal> byUnit, Map<String, String> told) {
        SortedMap<String, BigDecimal> quantities = new TreeMap<>(byUnit);
        if (quantities.isEmpty()) {
            return new Asked(List.of(), List.of(), "");
        }
        Call call = new Call(new Quantities(quantities), TIME, Attributes.of(told));
        return switch (model.price(call)) {
            case Calculation.Amount amount -> new Asked(amount.parts(), List.of(), "");
            case Calculation.NoRate noRate -> new Asked(noRate.known().parts(), noRate.units(), "");
            case Calculation.NoChoice noChoice ->
                    new Asked(List.of(), List.of(), "no price for " + noChoice.attributes());
        };
    }

    /** What the parts come to. */
    BigDecimal total() {
        return sum(parts);
    }

    /** What the parts of the answer come to. */
    BigDecimal answer() {
        return sum(parts.stream().filter(Asked::isAnswer).toList());
    }

    /** What the parts of the question come to. */
    BigDecimal prompt() {
        return sum(parts.stream().filter(part -> !isAnswer(part)).toList());
    }

    /** What that unit's parts come to. */
    BigDecimal of(String unit) {
        return sum(parts.stream().filter(part -> part.unit().equals(unit)).toList());
    }

    private static boolean isAnswer(CostPart part) {
        return part.unit().startsWith("output_") || part.unit().equals("reasoning_tokens");
    }

    private static BigDecimal sum(List<CostPart> parts) {
        return parts.stream().map(CostPart::exact).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
