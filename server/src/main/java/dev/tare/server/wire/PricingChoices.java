package dev.tare.server.wire;

import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.PricingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a price that depends on what a call asked for. */
final class PricingChoices {
    private static final String NO_ATTRIBUTE =
            "\"when\" names no attribute; write one, such as { size: 1024x1024 }. What holds"
                    + " otherwise is \"otherwise\".";
    private static final String NO_VALUE =
            "This attribute has no value; write one, or leave the attribute out.";

    private PricingChoices() {}

    static @Nullable PricingModel read(PriceFileFields terms, PricingReader prices) {
        terms.allowOnly(List.of("choices", "otherwise"));
        List<AttributePricing.Choice> choices = new ArrayList<>();
        for (PriceFileFields item : terms.items("choices", null)) {
            item.allowOnly(List.of("when", "price"));
            PriceFileFields when = item.fields("when", "attributes, such as { size: 1024x1024 }");
            TreeMap<String, String> wanted = new TreeMap<>();
            if (when != null) {
                for (String name : when.byKey().keySet()) {
                    String value = when.line(name, PriceFileFields.NAME_LENGTH_MAX);
                    if (value != null) {
                        wanted.put(name, value);
                    } else if (when.absent(name)) {
                        when.problem(name, when.lineOf(name), "missing_key", NO_VALUE);
                    }
                }
                if (when.byKey().isEmpty()) {
                    item.problem("when", item.lineOf("when"), "missing_key", NO_ATTRIBUTE);
                }
            }
            PricingModel price = prices.read(item, "price");
            if (price == null || wanted.isEmpty()) {
                return null;
            }
            choices.add(new AttributePricing.Choice(wanted, price));
        }
        PricingModel otherwise = terms.absent("otherwise") ? null : prices.read(terms, "otherwise");
        boolean bad = otherwise == null && !terms.absent("otherwise");
        return choices.isEmpty() || bad ? null : new AttributePricing(choices, otherwise);
    }
}
