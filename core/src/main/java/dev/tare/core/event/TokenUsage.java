package dev.tare.core.event;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * A provider's own count of tokens, as disjoint quantities: a cached token is no input token any
 * more. In and out add up to what the provider said, each, and so does the total: what it holds
 * beyond them is {@code other_tokens}, which no price knows by itself. Where parts are more than
 * what went in or out, the count is refused; a total that is too small is passed over. One
 * exception: a prompt that counts pictures and no text is told in pictures.
 *
 * <p>Told as numbers by name; names within names are joined by a point, such as {@code
 * prompt_tokens_details.cached_tokens}.
 */
public final class TokenUsage {
    /** How the count was spelled. */
    public enum Convention {
        /** {@code prompt_tokens} holds cached ones; LiteLLM, Groq, Mistral and others spell so. */
        OPENAI_CHAT,
        /** {@code input_tokens} holds cached ones, with {@code input_tokens_details}. */
        OPENAI_RESPONSES,
        /** {@code input_tokens} holds neither cache reads nor cache writes. */
        ANTHROPIC,
        /** {@code promptTokenCount} holds cached ones; thoughts come beside the candidates. */
        GEMINI,
        /** {@code gen_ai.usage.input_tokens} holds cached ones. */
        OPENTELEMETRY,
        /** Tare's units: disjoint already. */
        TARE;

        /** The name used in files and JSON. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What came of reading a count. */
    public sealed interface Read {}

    /** Disjoint quantities by unit, none of them 0, and how they were spelled. */
    public record Buckets(SortedMap<String, BigDecimal> byUnit, Convention convention)
            implements Read {
        private static final SortedMap<String, BigDecimal> NOTHING =
                FewNames.of(
                        Map.of("input_tokens", BigDecimal.ZERO, "output_tokens", BigDecimal.ZERO));

        /** The same; a count of nothing is kept as one, of no tokens in and none out. */
        public Buckets orNothing() {
            return byUnit.isEmpty() ? new Buckets(NOTHING, convention) : this;
        }
    }

    /** The count contradicts itself, or is none; {@code why} names the fields. */
    public record Refused(String why) implements Read {}

    private static final Pattern COUNT =
            Pattern.compile(
                    ".*(tokens|tokencount|_count|images|requests|queries|seconds|characters)"
                            + "|.*details\\.[A-Z]+",
                    Pattern.CASE_INSENSITIVE);

    private final Counts counts;

    private TokenUsage(Counts counts) {
        this.counts = counts;
    }

    /** The quantities of a count. */
    public static Read read(Map<String, BigDecimal> told) {
        Counts counts = new Counts(told);
        TokenUsage usage = new TokenUsage(counts);
        Convention convention = convention(told.keySet());
        switch (convention) {
            case OPENAI_CHAT -> usage.openAiChat();
            case OPENAI_RESPONSES -> usage.openAiResponses();
            case ANTHROPIC -> usage.anthropic();
            case GEMINI -> usage.gemini();
            case OPENTELEMETRY -> usage.openTelemetry();
            case TARE -> told.forEach(counts::put);
        }
        String refusal = counts.refusal();
        return refusal == null ? new Buckets(counts.units(), convention) : new Refused(refusal);
    }

    /**
     * Whether that name among those says how much was used. Providers tell times and amounts beside
     * their counts; in Tare's own units everything counts.
     */
    public static boolean isCount(String name, Set<String> names) {
        return COUNT.matcher(name).matches() || convention(names) == Convention.TARE;
    }

    /** Whether something of that name can only be a number of tokens. */
    public static boolean isTokens(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("tokens") || lower.endsWith("tokencount");
    }

    private static Convention convention(Set<String> told) {
        if (told.contains("prompt_tokens") || told.contains("completion_tokens")) {
            return Convention.OPENAI_CHAT;
        }
        if (told.contains("promptTokenCount")
                || told.contains("candidatesTokenCount")
                || told.contains("responseTokenCount")) {
            return Convention.GEMINI;
        }
        boolean telemetry = false;
        boolean anthropic = false;
        boolean responses = false;
        for (String name : told) {
            telemetry |= name.startsWith(GEN_AI);
            anthropic |=
                    name.startsWith("cache_creation_input_tokens")
                            || name.startsWith("cache_read_input_tokens")
                            || name.startsWith("cache_creation.")
                            || name.startsWith("server_tool_use.");
            responses |=
                    name.equals("total_tokens")
                            || name.startsWith("input_tokens_details.")
                            || name.startsWith("output_tokens_details.")
                            || name.startsWith("input_token_details.")
                            || name.startsWith("output_token_details.");
        }
        if (telemetry) {
            return Convention.OPENTELEMETRY;
        }
        if (anthropic) {
            return Convention.ANTHROPIC;
        }
        return responses ? Convention.OPENAI_RESPONSES : Convention.TARE;
    }

    private static final String GEN_AI = "gen_ai.usage.";

    private void openAiChat() {
        String in = "prompt_tokens_details.";
        String out = "completion_tokens_details.";
        BigDecimal prompt = first("prompt_tokens");
        BigDecimal written = first(in + "cache_creation_tokens", "cache_creation_input_tokens");
        BigDecimal hour = first(in + "cache_creation_token_details.ephemeral_1h_input_tokens");
        BigDecimal cached =
                first(
                        in + "cached_tokens",
                        "cache_read_input_tokens",
                        "prompt_cache_hit_tokens",
                        "cached_tokens");
        first("prompt_cache_miss_tokens");
        put("cache_write_1h_tokens", hour);
        put("cache_write_5m_tokens", counts.rest("cache_creation_tokens", written, List.of(hour)));
        put("input_image_tokens", first(in + "image_tokens"));
        BigDecimal sound = first(in + "audio_tokens");
        counts.cached(prompt, cached, sound, first(in + "cached_tokens_details.audio_tokens"));
        beside(in);
        boolean onlyImages = counts.has("input_images") && !counts.isTold(in + "text_tokens");
        if (!onlyImages) {
            counts.restOf("prompt_tokens", prompt, "input_tokens", Counts.PROMPT);
        }
        BigDecimal answer = first("completion_tokens");
        put("output_audio_tokens", first(out + "audio_tokens"));
        put("output_image_tokens", first(out + "image_tokens"));
        BigDecimal thoughts = first(out + "reasoning_tokens", "reasoning_tokens");
        BigDecimal both = prompt.add(answer);
        // Some count thoughts beside the answer: then the total holds them once more.
        if (thoughts.signum() > 0 && first("total_tokens").compareTo(both.add(thoughts)) == 0) {
            counts.restOf("completion_tokens", answer, "output_tokens", Counts.ANSWER);
            put("reasoning_tokens", thoughts);
        } else {
            put("reasoning_tokens", thoughts);
            counts.restOf("completion_tokens", answer, "output_tokens", Counts.ANSWER);
        }
        counts.others("total_tokens", both, "");
    }

    /** What isn't counted in tokens, or beside them. */
    private void beside(String in) {
        put("input_images", first(in + "image_count"));
        put(
                "web_searches",
                first(in + "web_search_requests", "web_search_requests", "num_search_queries"));
        put("citation_tokens", first("citation_tokens"));
    }

    private void openAiResponses() {
        BigDecimal prompt = first("input_tokens");
        put("input_image_tokens", in("image_tokens"));
        counts.cached(
                prompt,
                in("cached_tokens"),
                in("audio_tokens"),
                in("cached_tokens_details.audio_tokens"));
        counts.restOf("input_tokens", prompt, "input_tokens", Counts.PROMPT);
        BigDecimal answer = first("output_tokens");
        put("reasoning_tokens", out("reasoning_tokens"));
        put("output_image_tokens", out("image_tokens"));
        put("output_audio_tokens", out("audio_tokens"));
        counts.restOf("output_tokens", answer, "output_tokens", Counts.ANSWER);
        counts.others("total_tokens", prompt.add(answer), "");
    }

    /** The realtime interface leaves out a letter. */
    private BigDecimal in(String name) {
        return first("input_tokens_details." + name, "input_token_details." + name);
    }

    private BigDecimal out(String name) {
        return first("output_tokens_details." + name, "output_token_details." + name);
    }

    private void anthropic() {
        BigDecimal hour = first("cache_creation.ephemeral_1h_input_tokens");
        BigDecimal five = first("cache_creation.ephemeral_5m_input_tokens");
        BigDecimal written = first("cache_creation_input_tokens");
        BigDecimal whole = written.signum() == 0 ? hour.add(five) : written;
        put("cached_input_tokens", first("cache_read_input_tokens"));
        put("cache_write_1h_tokens", hour);
        put(
                "cache_write_5m_tokens",
                counts.rest("cache_creation_input_tokens", whole, List.of(hour)));
        put("input_tokens", first("input_tokens"));
        put("web_searches", first("server_tool_use.web_search_requests"));
        put("output_tokens", first("output_tokens"));
        counts.others("total_tokens", BigDecimal.ZERO, "");
    }

    private void gemini() {
        BigDecimal prompt = first("promptTokenCount");
        put("input_image_tokens", uncached("IMAGE"));
        put("input_video_tokens", uncached("VIDEO"));
        counts.cached(
                prompt,
                first("cachedContentTokenCount"),
                first("promptTokensDetails.AUDIO"),
                first("cacheTokensDetails.AUDIO"));
        counts.restOf("promptTokenCount", prompt, "input_tokens", Counts.PROMPT);
        BigDecimal tools = first("toolUsePromptTokenCount");
        put("input_tokens", tools);
        BigDecimal answer = first("candidatesTokenCount", "responseTokenCount");
        put("output_audio_tokens", answered("AUDIO"));
        put("output_image_tokens", answered("IMAGE"));
        counts.restOf("candidatesTokenCount", answer, "output_tokens", Counts.ANSWER);
        BigDecimal thoughts = first("thoughtsTokenCount");
        put("reasoning_tokens", thoughts);
        counts.others("totalTokenCount", prompt.add(tools).add(answer).add(thoughts), "");
    }

    /** Of a modality that costs the same as text where it is cached. */
    private BigDecimal uncached(String modality) {
        return first("promptTokensDetails." + modality)
                .subtract(first("cacheTokensDetails." + modality))
                .max(BigDecimal.ZERO);
    }

    private BigDecimal answered(String modality) {
        return first("candidatesTokensDetails." + modality, "responseTokensDetails." + modality);
    }

    private void openTelemetry() {
        BigDecimal prompt = first(GEN_AI + "input_tokens", GEN_AI + "prompt_tokens");
        put(
                "cached_input_tokens",
                first(
                        GEN_AI + "cache_read.input_tokens",
                        GEN_AI + "cache_read_input_tokens",
                        GEN_AI + "cached_input_tokens"));
        put(
                "cache_write_5m_tokens",
                first(
                        GEN_AI + "cache_creation.input_tokens",
                        GEN_AI + "cache_creation_input_tokens"));
        counts.restOf(GEN_AI + "input_tokens", prompt, "input_tokens", Counts.PROMPT);
        BigDecimal answer = first(GEN_AI + "output_tokens", GEN_AI + "completion_tokens");
        put(
                "reasoning_tokens",
                first(GEN_AI + "reasoning.output_tokens", GEN_AI + "reasoning_tokens"));
        counts.restOf(GEN_AI + "output_tokens", answer, "output_tokens", Counts.ANSWER);
        counts.others(GEN_AI + "total_tokens", prompt.add(answer), GEN_AI);
    }

    private BigDecimal first(String... names) {
        return counts.first(names);
    }

    private void put(String unit, BigDecimal quantity) {
        counts.put(unit, quantity);
    }
}
