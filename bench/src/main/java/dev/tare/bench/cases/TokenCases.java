package dev.tare.bench.cases;

import dev.tare.core.pricing.PricingModel;
import dev.tare.server.pricelist.LiteLlmPrice;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.Map;

/**
 * A price entry as LiteLLM has it and a count of tokens, with what the prompt and the answer should
 * cost. Where the entry has no price for something that was used, the reference takes it as free;
 * Tare says "at least", and what is compared is the part that has a price.
 */
final class TokenCases implements CaseKind {
    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith("litellm_oracle") && !fileName.contains("image");
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        TextTree.Fields entry = Fields.mapping(one, "price_entry");
        TextTree.Fields usage = Fields.mapping(one, "usage");
        TextTree.Fields expected = Fields.mapping(one, "expected");
        BigDecimal prompt = Fields.number(expected, "prompt_cost");
        BigDecimal answer = Fields.number(expected, "completion_cost");
        if (entry == null || usage == null || prompt == null || answer == null) {
            return new Verdict.Unsupported("no entry, usage or expected cost");
        }
        PricingModel model = LiteLlmPrice.of(entry.byKey()).pricing();
        if (model == null) {
            return new Verdict.Unsupported("the entry has no price that is understood");
        }
        String tier = Fields.text(one, "service_tier");
        Map<String, String> told = tier == null ? Map.of() : Map.of("service_tier", tier);
        Asked asked = Asked.usage(model, usage, told);
        if (Fields.same(asked.prompt(), prompt) && Fields.same(asked.answer(), answer)) {
            return Verdict.AGREED;
        }
        String said =
                asked.refusal().isEmpty()
                        ? asked.prompt().toPlainString() + " and " + asked.answer().toPlainString()
                        : asked.refusal();
        return asked.refusal().isEmpty()
                ? new Verdict.Disagreed(said)
                : new Verdict.ByDecision(Decision.ADDS_UP, said);
    }
}
