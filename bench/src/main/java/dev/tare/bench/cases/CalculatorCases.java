package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls of LiteLLM's calculators in its own tests. Those that give a price entry are asked as
 * {@link TokenCases} are; those that name a model only are asked of the map that lies beside.
 *
 * <p>Can't be run, and told with the reason: calls whose cost depends on a setting of the calling
 * process, on a text, or on a figure in a program, none of which the case holds.
 */
final class CalculatorCases implements CaseKind {
    private static final String NAME = "litellm_test_cases";

    /** An amount that a test calls so isn't the list's. */
    private static final Pattern WITH_SETTING = Pattern.compile("cost_with_\\w+ ==(?!.*without).*");

    private final PriceMap map;
    private final ImageCases images;
    private final TokenCases tokens = new TokenCases();

    CalculatorCases(Path file) {
        map = reads(file.getFileName().toString()) ? PriceMap.beside(file) : PriceMap.NONE;
        images = new ImageCases(map);
    }

    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith(NAME);
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        if ("token_cost".equals(Fields.text(one, "kind"))) {
            return tokens.run(one);
        }
        TextTree.Fields input = Fields.mapping(one, "input");
        String called = Fields.text(one, "fn");
        Expected expected = Expected.of(one.byKey().get("expected"));
        if (input == null || called == null || expected == null) {
            return new Verdict.Unsupported("no call or no expected cost");
        }
        if (called.equals("calculate_cache_writing_cost")) {
            return cacheWrite(input, expected);
        }
        CalledModel call = new CalledModel(called, one, input);
        String outside = outside(call, expected);
        return outside == null ? byModel(call, expected) : new Verdict.Unsupported(outside);
    }

    /** What decides the amount and isn't in the case; {@code null} = nothing. */
    private @Nullable String outside(CalledModel call, Expected expected) {
        if ("true".equals(Fields.text(call.input(), "custom_pricing"))) {
            return "a price of its own, which the case doesn't hold";
        }
        String setting = setting(call.one(), expected);
        if (setting != null) {
            return setting;
        }
        if (call.called().endsWith("cost_per_web_search_request")) {
            return "the price of a search that stands in a program, not in the map";
        }
        Map<String, BigDecimal> usage = call.usage();
        boolean searched =
                usage != null
                        && Fields.isMore(usage.get("prompt_tokens_details.web_search_requests"));
        if (searched && "perplexity".equals(call.provider())) {
            return "a program that takes a thousandth of the map's price of a search";
        }
        String asked = Fields.text(call.input(), "request_model");
        if (asked != null && asked.contains("router")) {
            return "a router's price beside the model's: two entries for one call";
        }
        return map.problem().isEmpty() ? null : map.problem();
    }

    /** By what the test itself says of the amount: that it is one with a discount or margin. */
    private static @Nullable String setting(TextTree.Fields one, Expected expected) {
        if (!(one.byKey().get("asserts") instanceof TextTree.Items asserts)) {
            return null;
        }
        Map<String, BigDecimal> first = new LinkedHashMap<>();
        for (TextTree item : asserts.items()) {
            if (!(item instanceof TextTree.Items pair)
                    || pair.items().size() != 2
                    || !(pair.items().getFirst() instanceof TextTree.Text said)
                    || !(pair.items().getLast() instanceof TextTree.Text values)) {
                continue;
            }
            BigDecimal is = Fields.number(new TextTree.Text(1, values.text().split(" ", 2)[0]));
            if (is == null || !Fields.same(is, expected.total())) {
                first.putIfAbsent(said.text(), is == null ? BigDecimal.ZERO : is);
                continue;
            }
            if (WITH_SETTING.matcher(said.text()).matches()) {
                return "a discount or margin that the case doesn't hold";
            }
            if (first.containsKey(said.text())) {
                return "a price that the test changed between its calls";
            }
        }
        return null;
    }

    /** Tokens written to a cache, at the two prices that the call itself gives. */
    private static Verdict cacheWrite(TextTree.Fields input, Expected expected) {
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
        return new TokenCost(entry, Fields.flat(new TextTree.Fields(1, usage)), "")
                .compare(expected);
    }

    private static void put(
            Map<String, TextTree> to, String key, TextTree.Fields from, String name) {
        TextTree value = from.byKey().get(name);
        if (value != null) {
            to.put(key, value);
        }
    }

    private Verdict byModel(CalledModel call, Expected expected) {
        Map<String, BigDecimal> usage = call.usage();
        boolean counted = usage != null && usage.values().stream().anyMatch(Fields::isMore);
        if (call.makesPictures() && !counted) {
            return picture(call, expected);
        }
        if (usage == null) {
            return new Verdict.Unsupported("no count of what was used");
        }
        TextTree.Fields entry = call.entry(map.byName());
        if (entry == null) {
            return new Verdict.Unsupported("the map has no price of that model");
        }
        boolean byText =
                call.called().equals("completion_cost")
                        && Objects.toString(call.provider()).startsWith("vertex_ai")
                        && entry.byKey().containsKey("output_cost_per_character");
        return byText
                ? new Verdict.Unsupported("charged by the characters of a text it doesn't hold")
                : new TokenCost(entry.byKey(), usage, call.tier()).compare(expected);
    }

    /** A picture's size, number and quality stand in the call or in its answer. */
    private Verdict picture(CalledModel call, Expected expected) {
        Map<String, TextTree> input = new LinkedHashMap<>();
        for (TextTree.Fields place :
                new TextTree.Fields[] {
                    call.response(), Fields.mapping(call.input(), "optional_params"), call.input()
                }) {
            if (place != null) {
                put(input, "n", place, "n");
                put(input, "size", place, "size");
                put(input, "quality", place, "quality");
            }
        }
        TextTree.Fields entry = call.entry(map.byName());
        return images.made(
                call.provider(),
                Fields.text(call.input(), "model"),
                entry == null ? new TextTree.Fields(1, Map.of()) : entry,
                new TextTree.Fields(1, input),
                expected.total());
    }
}
