package dev.tare.server.pricelist;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which models an entry of Langfuse's list is for.
 *
 * @param provider who makes and sells them, {@code null} where the entry doesn't tell
 * @param names exact names, without the provider in front
 * @param elsewhere names under which others sell the same models, Bedrock and Vertex: the list has
 *     one price for all, those sellers have not
 */
record LangfuseModels(@Nullable String provider, List<String> names, List<String> elsewhere) {
    private static final Map<String, String> PREFIXES =
            Map.of(
                    "openai", "openai",
                    "anthropic", "anthropic",
                    "google", "google",
                    "googleai", "google");

    private static final Map<String, String> TOKENIZERS =
            Map.of("openai", "openai", "claude", "anthropic");

    /** Google's first models. */
    private static final Pattern PALM =
            Pattern.compile("(text|chat|code|codechat)-(bison|unicorn|gecko)(-32k)?");

    private static final Pattern GECKO = Pattern.compile("textembedding-gecko.*");

    /** Told in USD by the character: the figures are those of Google's pages by the character. */
    private static final Pattern BY_CHARACTER =
            Pattern.compile(PALM + "|gemini-1\\.0-pro.*|gemini-pro|gemini-1\\.5-pro-latest");

    private static final Pattern OF_OTHERS = Pattern.compile(".*(\\.anthropic\\.|@|-V[0-9]+$).*");
    private static final Pattern VERSION = Pattern.compile("(?<=[0-9])\\.(?=[0-9])");

    LangfuseModels {
        names = List.copyOf(names);
        elsewhere = List.copyOf(elsewhere);
    }

    /** Those of a pattern. */
    static LangfuseModels of(String pattern, String tokenizer) {
        Set<String> names = new LinkedHashSet<>();
        List<String> elsewhere = new ArrayList<>();
        String provider = null;
        for (String name : NamePattern.of(pattern).names()) {
            int slash = name.indexOf('/');
            String prefix = slash < 0 ? null : PREFIXES.get(name.substring(0, slash));
            String model = prefix == null ? name : name.substring(slash + 1);
            provider = prefix == null ? provider : prefix;
            if (OF_OTHERS.matcher("." + model).matches()) {
                elsewhere.add(model);
            } else if (!model.isEmpty()) {
                names.add(model);
            }
        }
        if (provider == null) {
            String first = names.isEmpty() ? "" : names.iterator().next();
            boolean google = PALM.matcher(first).matches() || GECKO.matcher(first).matches();
            provider = google ? "google" : TOKENIZERS.get(tokenizer);
        }
        return new LangfuseModels(provider, spelled(names, provider), elsewhere);
    }

    /** A point in a pattern stands for any letter; Anthropic's own names have a dash there. */
    private static List<String> spelled(Set<String> names, @Nullable String provider) {
        Set<String> all = new LinkedHashSet<>(names);
        if ("anthropic".equals(provider)) {
            names.forEach(name -> all.add(VERSION.matcher(name).replaceAll("-")));
        }
        return List.copyOf(all);
    }

    /** Whether the list tells their prices by the character, though it calls them tokens. */
    boolean areByCharacter() {
        return names.stream().anyMatch(name -> BY_CHARACTER.matcher(name).matches());
    }
}
