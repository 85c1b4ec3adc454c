package dev.tare.bench.cases;

import dev.tare.core.pricing.CostPart;
import dev.tare.core.pricing.OffPeakPricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.server.pricelist.LiteLlmPrice;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single rules: which rate governs, and which times of day lie in a window. */
final class RuleCases implements CaseKind {
    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith("litellm_head_rule");
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        String window = Fields.text(one, "window");
        if (window != null) {
            return window(window, Fields.mapping(one, "at_utc"));
        }
        TextTree.Fields entry = Fields.mapping(one, "price_entry");
        TextTree.Fields usage = Fields.mapping(one, "usage");
        TextTree.Fields expected = Fields.mapping(one, "expected");
        if (entry == null || usage == null || expected == null || expected.byKey().isEmpty()) {
            return new Verdict.Unsupported("neither a rate nor a window");
        }
        PricingModel model = LiteLlmPrice.of(entry.byKey()).pricing();
        if (model == null) {
            return new Verdict.Unsupported("the entry has no price that is understood");
        }
        String tier = Fields.text(one, "service_tier");
        Asked asked =
                Asked.usage(model, usage, tier == null ? Map.of() : Map.of("service_tier", tier));
        for (String name : expected.byKey().keySet()) {
            BigDecimal should = Fields.number(expected, name);
            String unit =
                    switch (name) {
                        case "input_rate" -> "input_tokens";
                        case "output_rate" -> "output_tokens";
                        case "cache_read_rate" -> "cached_input_tokens";
                        default -> "";
                    };
            if (should == null || unit.isEmpty()) {
                return new Verdict.Unsupported("expects " + name);
            }
            BigDecimal is = rate(asked, unit);
            if (is == null || !Fields.same(is, should)) {
                return new Verdict.Disagreed(name + " " + is);
            }
        }
        return Verdict.AGREED;
    }

    private static @Nullable BigDecimal rate(Asked asked, String unit) {
        return asked.parts().stream()
                .filter(part -> part.unit().equals(unit))
                .map(CostPart::rate)
                .findFirst()
                .orElse(null);
    }

    private static Verdict window(String text, TextTree.@Nullable Fields at) {
        String[] ends = text.split("-", 2);
        if (at == null || at.byKey().isEmpty() || ends.length < 2) {
            return new Verdict.Unsupported("a window without times");
        }
        var window = new OffPeakPricing.Window(LocalTime.parse(ends[0]), LocalTime.parse(ends[1]));
        for (String time : at.byKey().keySet()) {
            boolean should = "true".equals(Fields.text(at, time));
            if (window.contains(LocalTime.parse(time)) != should) {
                return new Verdict.Disagreed(time + " " + !should);
            }
        }
        return Verdict.AGREED;
    }
}
