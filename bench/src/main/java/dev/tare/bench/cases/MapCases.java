package dev.tare.bench.cases;

import dev.tare.server.pricelist.LiteLlmPrice;
import dev.tare.server.wire.TextTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole map of prices: an entry that carries a cost is agreed on where every cost field of it is
 * understood and a price comes of it.
 */
final class MapCases implements CaseKind {
    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith("litellm_model_prices") && fileName.endsWith(".json");
    }

    @Override
    public List<String> cases(String text) {
        List<String> cases = new ArrayList<>();
        JsonNode map = JsonMapper.shared().readTree(text);
        if (!map.isObject()) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        map.properties()
                .forEach(entry -> {
                    boolean sample = entry.getKey().equals("sample_spec");
                    if (!sample) {
                        cases.add(
                                JsonMapper.shared()
                                        .writeValueAsString(
                                                Map.of(
                                                        "id", entry.getKey(),
                                                        "entry", entry.getValue())));
                    }
                });
        return cases;
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        TextTree.Fields entry = Fields.mapping(one, "entry");
        if (entry == null
                || entry.byKey().keySet().stream()
                        .noneMatch(key ->
                                key.contains("cost_per")
                                        || key.endsWith("_cost")
                                        || key.equals("tiered_pricing"))) {
            return new Verdict.Unsupported("the entry carries no cost");
        }
        LiteLlmPrice.Read read = LiteLlmPrice.of(entry.byKey());
        if (read.pricing() == null) {
            return new Verdict.Disagreed("no price; left out " + read.leftOut());
        }
        return read.leftOut().isEmpty()
                ? Verdict.AGREED
                : new Verdict.Disagreed("left out " + read.leftOut());
    }
}
