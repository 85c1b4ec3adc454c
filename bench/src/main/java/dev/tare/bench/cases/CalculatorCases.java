package dev.tare.bench.cases;

import dev.tare.core.pricing.PricingModel;
import dev.tare.server.pricelist.LiteLlmPrice;
import dev.tare.server.wire.TextTree;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of LiteLLM's calculators in its own tests. Those that give a price entry are asked as
 * {@link TokenCases} are; those that name a model only are asked of the map that lies beside.
 *
 * <p>Out of scope, and told so: calculators of single providers, whose prices stand in their
 * program and not in the map; calls whose cost depends on settings of the calling process that the
 * case doesn't hold; calls without a count of what was used.
 */
final class CalculatorCases implements CaseKind {
    private static final String NAME = "litellm_test_cases";

    /** Tests whose settings lie outside of the case: discounts, margins, own prices, tiers. */
    private static final List<String> SETTINGS =
            List.of(
                    "discount",
                    "margin",
                    "custom_pricing",
                    "service_tier",
                    "test_cost_calculator_with_usage");

    private final Map<String, TextTree> map;
    private final TokenCases tokens = new TokenCases();

    CalculatorCases(Path file) throws IOException {
        map = reads(file.getFileName().toString()) ? PriceMap.beside(file) : Map.of();
    }

    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith(NAME);
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        String kind = Fields.text(one, "kind");
        if ("token_cost".equals(kind)) {
            return tokens.run(one);
        }
        TextTree.Fields input = Fields.mapping(one, "input");
        String called = Fields.text(one, "fn");
        if (input == null || called == null) {
            return new Verdict.Unsupported("no call");
        }
        return switch (called) {
            case "calculate_cache_writing_cost" -> cacheWrite(one, input);
            case "completion_cost", "cost_per_token", "generic_cost_per_token" ->
                    byModel(one, input);
            default -> new Verdict.Unsupported("a calculator of one provider: " + called);
        };
    }

    /** Tokens written to a cache, at the two prices that the call itself gives. */
    private static Verdict cacheWrite(TextTree.Fields one, TextTree.Fields input) {
        Map<String, TextTree> entry = new LinkedHashMap<>();
        put(entry, "cache_creation_input_token_cost", input, "cache_creation_cost");
        put(
                entry,
                "cache_creation_input_token_cost_above_1hr",
                input,
                "cache_creation_cost_above_1hr");
        TextTree details = input.byKey().get("cache_creation_token_details");
        Map<String, TextTree> usage = new LinkedHashMap<>();
        put(usage, "cache_creation_input_tokens", input, "cache_creation_tokens");
        if (details != null) {
            usage.put("cache_creation", details);
        }
        PricingModel price = LiteLlmPrice.of(entry).pricing();
        BigDecimal expected = expected(one);
        if (price == null || expected == null) {
            return new Verdict.Unsupported("no prices of cache writes");
        }
        return compare(Asked.usage(price, new TextTree.Fields(1, usage), Map.of()), expected);
    }

    private static void put(
            Map<String, TextTree> to, String key, TextTree.Fields from, String name) {
        TextTree value = from.byKey().get(name);
        if (value != null) {
            to.put(key, value);
        }
    }

    private Verdict byModel(TextTree.Fields one, TextTree.Fields input) {
        String source = Fields.text(one, "source");
        if (source == null || SETTINGS.stream().anyMatch(source::contains)) {
            return new Verdict.Unsupported("depends on settings that the case doesn't hold");
        }
        TextTree.Fields usage = usage(one, input);
        BigDecimal expected = expected(one);
        if (usage == null
                || expected == null
                || input.byKey().containsKey("prompt_characters")
                || Fields.flat(usage).values().stream().allMatch(n -> n.signum() == 0)) {
            return new Verdict.Unsupported("no count of tokens");
        }
        if ("perplexity".equals(Fields.text(input, "custom_llm_provider"))) {
            return new Verdict.Unsupported("a calculator of one provider: perplexity");
        }
        TextTree.Fields entry = entry(one, input);
        PricingModel price = entry == null ? null : LiteLlmPrice.of(entry.byKey()).pricing();
        if (price == null) {
            return new Verdict.Unsupported("the map has no price of that model");
        }
        String tier = Fields.text(usage, "service_tier");
        return compare(
                Asked.usage(price, usage, tier == null ? Map.of() : Map.of("service_tier", tier)),
                expected);
    }

    private static Verdict compare(Asked asked, BigDecimal expected) {
        if (Fields.same(asked.total(), expected)) {
            return Verdict.AGREED;
        }
        return asked.refusal().isEmpty()
                ? new Verdict.Disagreed(
                        asked.total().toPlainString() + " for " + expected.toPlainString())
                : new Verdict.ByDecision(Decision.ADDS_UP, asked.refusal());
    }

    private static TextTree.@Nullable Fields usage(TextTree.Fields one, TextTree.Fields input) {
        List<TextTree.@Nullable Fields> places = new ArrayList<>();
        places.add(Fields.mapping(input, "usage"));
        places.add(Fields.mapping(Fields.mapping(input, "completion_response"), "usage"));
        if (one.byKey().get("args") instanceof TextTree.Items args
                && !args.items().isEmpty()
                && args.items().getFirst() instanceof TextTree.Fields first) {
            places.add(Fields.mapping(first, "usage"));
        }
        for (TextTree.Fields place : places) {
            if (place != null) {
                return place;
            }
        }
        return Fields.number(input, "prompt_tokens") == null ? null : input;
    }

    /** The entry of the model that answered, else of the one that was asked. */
    private TextTree.@Nullable Fields entry(TextTree.Fields one, TextTree.Fields input) {
        String provider = Fields.text(input, "custom_llm_provider");
        List<String> names = new ArrayList<>();
        for (String model :
                new String[] {
                    Fields.text(Fields.mapping(input, "completion_response"), "model"),
                    Fields.text(input, "model"),
                    Fields.text(input, "base_model"),
                    Fields.text(one, "model")
                }) {
            if (model != null && !model.isEmpty()) {
                names.add(model);
                if (provider != null) {
                    names.add(provider + "/" + model);
                }
                names.add(model.substring(model.indexOf('/') + 1));
            }
        }
        for (String name : names) {
            if (map.get(name) instanceof TextTree.Fields entry) {
                return entry;
            }
        }
        return null;
    }

    /** One amount, or those of prompt and answer. */
    private static @Nullable BigDecimal expected(TextTree.Fields one) {
        if (one.byKey().get("expected") instanceof TextTree.Items parts) {
            BigDecimal sum = BigDecimal.ZERO;
            for (TextTree part : parts.items()) {
                BigDecimal number = Fields.number(part);
                if (number == null) {
                    return null;
                }
                sum = sum.add(number);
            }
            return sum;
        }
        return Fields.number(one, "expected");
    }
}
