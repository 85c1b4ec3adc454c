package dev.tare.bench.cases;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import dev.tare.core.pricing.Calculation;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.PricingModel;
import dev.tare.server.pricelist.ListRead;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Langfuse's whole list of prices: an entry is agreed on where it becomes a card that prices calls
 * as the list's own rule does. That rule is followed here on the list itself: the first tier whose
 * conditions hold, and each usage type at its price.
 */
final class LangfuseCases implements CaseKind {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final Instant TIME = Instant.parse("2026-08-20T00:00:00Z");

    /** So the reader says it of a pattern. */
    private static final String NO_NAME = "spells out no name";

    /** A usage type, the unit it is in Tare, and how much of it is tried: small, and large. */
    private record Tried(String type, String unit, long small, long large) {}

    private static final List<Tried> TRIED =
            List.of(
                    new Tried("input", "input_tokens", 1_000, 280_000),
                    new Tried("input_cached_tokens", "cached_input_tokens", 300, 140_000),
                    new Tried("input_cache_creation", "cache_write_5m_tokens", 200, 3_000),
                    new Tried("input_cache_creation_1h", "cache_write_1h_tokens", 100, 1_000),
                    new Tried("input_audio_tokens", "input_audio_tokens", 70, 700),
                    new Tried("output", "output_tokens", 500, 900),
                    new Tried("output_reasoning", "reasoning_tokens", 40, 80),
                    new Tried("output_audio_tokens", "output_audio_tokens", 7, 9),
                    new Tried("web_search_queries", "web_searches", 1, 2));

    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith("langfuse_default_model_prices") && fileName.endsWith(".json");
    }

    @Override
    public List<String> cases(String text) {
        List<String> cases = new ArrayList<>();
        JsonNode list = JSON.readTree(text);
        if (!list.isArray()) {
            throw new IllegalArgumentException("it is no JSON array");
        }
        for (JsonNode entry : list) {
            JsonNode name = entry.path("modelName");
            String id = name.isString() ? name.asString() : "entry " + (cases.size() + 1);
            cases.add(JSON.writeValueAsString(Map.of("id", id, "entry", entry)));
        }
        return cases;
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        TextTree.Fields entry = Fields.mapping(one, "entry");
        if (entry == null) {
            return new Verdict.Unsupported("the entry is no JSON object");
        }
        Verdict verdict = asCard(entry);
        boolean noName = verdict instanceof Verdict.Disagreed said && said.said().contains(NO_NAME);
        if (!noName) {
            return verdict;
        }
        // Listed by a plain name it must come out as the list says: then only the name differs.
        Map<String, TextTree> named = new TreeMap<>(entry.byKey());
        named.put("matchPattern", new TextTree.Text(1, "^(openai/)?(a-plain-name)$"));
        return asCard(new TextTree.Fields(1, named)).equals(Verdict.AGREED)
                ? new Verdict.ByDecision(Decision.EXACT_NAMES, ((Verdict.Disagreed) verdict).said())
                : verdict;
    }

    private static Verdict asCard(TextTree.Fields entry) {
        ListRead read = ListRead.of(new TextTree.Items(1, List.of(entry)), TIME, "a list");
        if (read == null || read.withoutCost() > 0) {
            return new Verdict.Unsupported("the entry carries no price");
        }
        String left = String.join("; ", read.leftOut().values());
        if (read.cards().isEmpty()) {
            return new Verdict.Disagreed(left);
        }
        if (left.contains("not understood")) {
            return new Verdict.Disagreed(left);
        }
        PricingModel price = read.cards().getFirst().pricing();
        String wrong = compared(price, entry, "_tokens");
        if (wrong.isEmpty()) {
            return Verdict.AGREED;
        }
        return compared(price, entry, "_characters").isEmpty()
                ? new Verdict.ByDecision(Decision.BY_CHARACTER, wrong)
                : new Verdict.Disagreed(wrong);
    }

    /** What differs where the list's tokens are counted in that unit; empty where nothing does. */
    private static String compared(PricingModel price, TextTree.Fields entry, String counted) {
        StringBuilder wrong = new StringBuilder();
        for (String asked : List.of("", "priority", "flex", "fast")) {
            for (boolean large : List.of(false, true)) {
                Map<String, String> told =
                        asked.isEmpty() ? Map.of() : Map.of("service_tier", asked, "speed", asked);
                TextTree.Fields tier = tier(entry, asked, large);
                TreeMap<String, BigDecimal> used = new TreeMap<>();
                BigDecimal should = tier == null ? BigDecimal.ZERO : expected(tier, large, used);
                TreeMap<String, BigDecimal> units = new TreeMap<>();
                used.forEach((unit, n) -> units.put(unit.replace("_tokens", counted), n));
                Calculation is =
                        price.price(new Call(new Quantities(units), TIME, Attributes.of(told)));
                if (!(is instanceof Calculation.Amount amount)
                        || amount.exact().compareTo(should) != 0) {
                    wrong.append(asked).append(large ? " large: " : " small: ");
                    wrong.append(should).append(" by the list, here ").append(is).append("; ");
                }
            }
        }
        return wrong.toString();
    }

    /** What the tried usage costs at the tier's prices; fills in what it is in units. */
    private static BigDecimal expected(
            TextTree.Fields tier, boolean large, Map<String, BigDecimal> used) {
        TextTree.Fields prices = Objects.requireNonNull(Fields.mapping(tier, "prices"));
        BigDecimal sum = BigDecimal.ZERO;
        for (Tried tried : TRIED) {
            String usd = Fields.text(prices, tried.type());
            if (usd != null) {
                BigDecimal quantity = BigDecimal.valueOf(large ? tried.large() : tried.small());
                used.put(tried.unit(), quantity);
                sum = sum.add(quantity.multiply(new BigDecimal(usd)));
            }
        }
        return sum;
    }

    private static TextTree.@Nullable Fields tier(
            TextTree.Fields entry, String asked, boolean large) {
        List<TextTree.Fields> tiers = new ArrayList<>();
        if (entry.byKey().get("pricingTiers") instanceof TextTree.Items items) {
            items.items().forEach(item -> tiers.add((TextTree.Fields) item));
        }
        tiers.sort(Comparator.comparingInt(LangfuseCases::rank));
        return tiers.stream()
                .filter(tier ->
                        conditions(tier).stream().allMatch(c -> holds(c, tier, asked, large)))
                .findFirst()
                .orElse(null);
    }

    private static int rank(TextTree.Fields tier) {
        String priority = Fields.text(tier, "priority");
        return conditions(tier).isEmpty() || priority == null
                ? Integer.MAX_VALUE
                : Integer.parseInt(priority);
    }

    private static List<TextTree.Fields> conditions(TextTree.Fields tier) {
        return tier.byKey().get("conditions") instanceof TextTree.Items items
                ? items.items().stream().map(TextTree.Fields.class::cast).toList()
                : List.of();
    }

    private static boolean holds(
            TextTree.Fields condition, TextTree.Fields tier, String asked, boolean large) {
        String pattern = Fields.text(condition, "usageDetailPattern");
        if (pattern == null) {
            return condition.byKey().get("values") instanceof TextTree.Items values
                    && values.items().stream()
                            .anyMatch(v -> v instanceof TextTree.Text t && t.text().equals(asked));
        }
        TextTree.Fields prices = Objects.requireNonNull(Fields.mapping(tier, "prices"));
        Pattern type = Pattern.compile(pattern);
        long sum = 0;
        for (Tried tried : TRIED) {
            if (Fields.text(prices, tried.type()) != null && type.matcher(tried.type()).find()) {
                sum += large ? tried.large() : tried.small();
            }
        }
        return sum > Long.parseLong(Objects.requireNonNull(Fields.text(condition, "value")));
    }
}
