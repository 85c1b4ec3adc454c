package dev.tare.bench.cases;

import dev.tare.core.event.TokenUsage;
import dev.tare.core.pricing.PricingModel;
import dev.tare.server.pricelist.LiteLlmPrice;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;

/**
 * A price entry as LiteLLM has it, a count of tokens, and what they should cost. Where the entry
 * has no price for something that was used, the reference takes it as free; Tare says "at least",
 * and what is compared is the part that has a price.
 */
record TokenCost(Map<String, TextTree> entry, Map<String, BigDecimal> usage, String tier) {
    TokenCost(TextTree.Fields entry, TextTree.Fields usage, String tier) {
        this(entry.byKey(), Fields.flat(usage), tier);
    }

    Verdict compare(Expected expected) {
        PricingModel price = LiteLlmPrice.of(entry).pricing();
        if (price == null) {
            return new Verdict.Unsupported("the entry has no price that is understood");
        }
        Map<String, String> told = tier.isEmpty() ? Map.of() : Map.of("service_tier", tier);
        return switch (TokenUsage.read(usage)) {
            case TokenUsage.Refused refused -> {
                Asked negative = OtherRule.restBelowZero(price, usage, told);
                yield negative != null && expected.is(negative.prompt(), negative.answer())
                        ? new Verdict.ByDecision(Decision.ADDS_UP, refused.why())
                        : new Verdict.Disagreed(refused.why() + "; expected " + expected);
            }
            case TokenUsage.Buckets buckets -> compare(price, buckets.byUnit(), told, expected);
        };
    }

    private Verdict compare(
            PricingModel price,
            SortedMap<String, BigDecimal> units,
            Map<String, String> told,
            Expected expected) {
        Asked asked = Asked.quantities(price, units, told);
        if (!asked.refusal().isEmpty()) {
            return new Verdict.Disagreed(asked.refusal());
        }
        if (asked.parts().isEmpty() && !asked.unpriced().isEmpty()) {
            return new Verdict.Unsupported("nothing that was used has a price in the entry");
        }
        if (expected.is(asked.prompt(), asked.answer())) {
            return new Verdict.Agreed(asked.unpriced());
        }
        String said =
                asked.prompt().toPlainString()
                        + " and "
                        + asked.answer().toPlainString()
                        + " for "
                        + expected;
        Asked ranges = OtherRule.eachPartAtItsRange(entry, units);
        return ranges != null && expected.is(ranges.prompt(), ranges.answer())
                ? new Verdict.ByDecision(Decision.WHOLE_RATE_RANGES, said)
                : new Verdict.Disagreed(said);
    }
}
