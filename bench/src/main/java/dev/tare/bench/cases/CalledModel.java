package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call of a calculator tells: whose model it was, what was used, and at which tier.
 *
 * @param called the calculator's name; one provider's has that provider in front
 */
record CalledModel(String called, TextTree.Fields one, TextTree.Fields input) {
    private static final List<String> CHARACTERS =
            List.of("prompt_characters", "completion_characters");
    private static final String PROMPT = "prompt_tokens";
    private static final String ANSWER = "completion_tokens";

    /** These count thoughts beside the answer, whatever total their count tells. */
    private static final List<String> THOUGHTS_BESIDE = List.of("xai", "perplexity");

    @Nullable String provider() {
        String told = Fields.text(input, "custom_llm_provider");
        int point = called.indexOf('.');
        return told != null || point < 0 ? told : called.substring(0, point);
    }

    boolean makesPictures() {
        String type = Fields.text(input, "call_type");
        return called.contains("image") || (type != null && type.contains("image"));
    }

    TextTree.@Nullable Fields response() {
        TextTree.Fields pictures = Fields.mapping(input, "image_response");
        return pictures == null ? Fields.mapping(input, "completion_response") : pictures;
    }

    /** As the provider counted; {@code null} where the case holds no count. */
    @Nullable Map<String, BigDecimal> usage() {
        Map<String, BigDecimal> characters = characters();
        if (!characters.isEmpty()) {
            return characters;
        }
        TextTree.Fields told = told();
        if (told == null) {
            return null;
        }
        Map<String, BigDecimal> usage = new LinkedHashMap<>(Fields.flat(told));
        BigDecimal thoughts = usage.get("completion_tokens_details.reasoning_tokens");
        if (thoughts != null && THOUGHTS_BESIDE.contains(Objects.toString(provider()))) {
            usage.put("total_tokens", or0(usage, PROMPT).add(or0(usage, ANSWER)).add(thoughts));
        }
        BigDecimal made = usage.get("output_tokens");
        if (made != null && makesPictures()) {
            usage.putIfAbsent("output_tokens_details.image_tokens", made);
        }
        return usage;
    }

    private static BigDecimal or0(Map<String, BigDecimal> usage, String name) {
        return usage.getOrDefault(name, BigDecimal.ZERO);
    }

    /** Who tells characters has them charged, tokens beside them or not. */
    private Map<String, BigDecimal> characters() {
        Map<String, BigDecimal> characters = new LinkedHashMap<>();
        for (String name : CHARACTERS) {
            BigDecimal number = Fields.number(input, name);
            if (number != null) {
                characters.put(
                        name.startsWith("prompt") ? "input_characters" : "output_characters",
                        number);
            }
        }
        return characters;
    }

    private TextTree.@Nullable Fields told() {
        List<TextTree.@Nullable Fields> places = new ArrayList<>();
        places.add(Fields.mapping(input, "usage"));
        places.add(Fields.mapping(response(), "usage"));
        places.add(Fields.mapping(input, "combined_usage_object"));
        places.add(Fields.mapping(argument(), "usage"));
        return places.stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Fields.number(input, PROMPT) == null ? null : input);
    }

    private TextTree.@Nullable Fields argument() {
        return one.byKey().get("args") instanceof TextTree.Items args
                        && !args.items().isEmpty()
                        && args.items().getFirst() instanceof TextTree.Fields first
                ? first
                : null;
    }

    /** The tier that was asked for, else that of the answer, else that of its count. */
    String tier() {
        for (TextTree.Fields place :
                new TextTree.Fields[] {
                    Fields.mapping(input, "optional_params"), input, response(), told()
                }) {
            String tier = Fields.text(place, "service_tier");
            if (tier != null) {
                return tier;
            }
        }
        return "";
    }

    /** The entry of the model that answered, else of the one that was asked. */
    TextTree.@Nullable Fields entry(Map<String, TextTree> map) {
        for (String name : names()) {
            if (map.get(name) instanceof TextTree.Fields entry) {
                return entry;
            }
        }
        return null;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (String model :
                new String[] {
                    session(),
                    Fields.text(response(), "model"),
                    Fields.text(argument(), "model"),
                    Fields.text(input, "model"),
                    Fields.text(input, "base_model"),
                    Fields.text(one, "model")
                }) {
            if (model != null && !model.isEmpty()) {
                String provider = provider();
                if (provider != null && called.startsWith(provider)) {
                    names.add(provider + "/" + model);
                }
                names.add(model);
                if (provider != null) {
                    names.add(provider + "/" + model);
                }
                names.add(model.substring(model.indexOf('/') + 1));
            }
        }
        return names;
    }

    /** The model that a stream says it is of. */
    private @Nullable String session() {
        if (input.byKey().get("results") instanceof TextTree.Items results) {
            for (TextTree result : results.items()) {
                if (result instanceof TextTree.Fields event) {
                    String model = Fields.text(Fields.mapping(event, "session"), "model");
                    if (model != null) {
                        return model;
                    }
                }
            }
        }
        return null;
    }
}
