package dev.tare.core.event;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider's own count of tokens, as disjoint quantities: a cached token is no input token any
 * more. In and out add up to what the provider said, each; where its parts are more than the whole,
 * the count is refused. One exception: a prompt that counts pictures and no text is told in
 * pictures.
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
            implements Read {}

    /** The count contradicts itself, or is none; {@code why} names the fields. */
    public record Refused(String why) implements Read {}

    private final Map<String, BigDecimal> told;
    private final SortedMap<String, BigDecimal> units = new TreeMap<>();
    private @Nullable String refusal;

    private TokenUsage(Map<String, BigDecimal> told) {
        this.told = told;
    }

    /** The quantities of a count. */
    public static Read read(Map<String, BigDecimal> told) {
        TokenUsage usage = new TokenUsage(told);
        Convention convention = convention(told);
        switch (convention) {
            case OPENAI_CHAT -> usage.openAiChat();
            case OPENAI_RESPONSES -> usage.openAiResponses();
            case ANTHROPIC -> usage.anthropic();
            case GEMINI -> usage.gemini();
            case OPENTELEMETRY -> usage.openTelemetry();
            case TARE -> usage.units.putAll(told);
        }
        usage.units.values().removeIf(quantity -> quantity.signum() == 0);
        return usage.refusal == null
                ? new Buckets(usage.units, convention)
                : new Refused(usage.refusal);
    }

    private static Convention convention(Map<String, BigDecimal> told) {
        if (told.containsKey("prompt_tokens") || told.containsKey("completion_tokens")) {
            return Convention.OPENAI_CHAT;
        }
        if (told.containsKey("promptTokenCount") || told.containsKey("candidatesTokenCount")) {
            return Convention.GEMINI;
        }
        boolean telemetry = false;
        boolean anthropic = false;
        boolean responses = false;
        for (String name : told.keySet()) {
            telemetry |= name.startsWith(GEN_AI);
            anthropic |=
                    name.startsWith("cache_creation_input_tokens")
                            || name.startsWith("cache_read_input_tokens")
                            || name.startsWith("cache_creation.")
                            || name.startsWith("server_tool_use.");
            responses |=
                    name.equals("total_tokens")
                            || name.startsWith("input_tokens_details.")
                            || name.startsWith("output_tokens_details.");
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
        BigDecimal written = first(in + "cache_creation_tokens", "cache_creation_input_tokens");
        BigDecimal hour = first(in + "cache_creation_token_details.ephemeral_1h_input_tokens");
        put("cached_input_tokens", first(in + "cached_tokens", "cache_read_input_tokens"));
        put("cache_write_1h_tokens", hour);
        put("cache_write_5m_tokens", rest("cache_creation_tokens", written, List.of(hour)));
        put("input_audio_tokens", first(in + "audio_tokens"));
        put("input_image_tokens", first(in + "image_tokens"));
        put("input_images", first(in + "image_count"));
        put("web_searches", first(in + "web_search_requests", "web_search_requests"));
        put("citation_tokens", first("citation_tokens"));
        boolean onlyImages = has("input_images") && !told.containsKey(in + "text_tokens");
        if (!onlyImages) {
            restOf("prompt_tokens", "input_tokens", PROMPT);
        }
        put("output_audio_tokens", first(out + "audio_tokens"));
        put("output_image_tokens", first(out + "image_tokens"));
        BigDecimal thoughts = first(out + "reasoning_tokens", "reasoning_tokens");
        if (areBeside(thoughts)) {
            restOf("completion_tokens", "output_tokens", ANSWER);
            put("reasoning_tokens", thoughts);
        } else {
            put("reasoning_tokens", thoughts);
            restOf("completion_tokens", "output_tokens", ANSWER);
        }
    }

    /** Some count thoughts beside the answer: then the total holds them once more. */
    private boolean areBeside(BigDecimal thoughts) {
        BigDecimal total = told.get("total_tokens");
        return total != null
                && thoughts.signum() > 0
                && total.compareTo(
                                first("prompt_tokens")
                                        .add(first("completion_tokens"))
                                        .add(thoughts))
                        == 0;
    }

    private void openAiResponses() {
        put("cached_input_tokens", first("input_tokens_details.cached_tokens"));
        put("input_image_tokens", first("input_tokens_details.image_tokens"));
        put("input_audio_tokens", first("input_tokens_details.audio_tokens"));
        restOf("input_tokens", "input_tokens", PROMPT);
        put("reasoning_tokens", first("output_tokens_details.reasoning_tokens"));
        put("output_image_tokens", first("output_tokens_details.image_tokens"));
        put("output_audio_tokens", first("output_tokens_details.audio_tokens"));
        restOf("output_tokens", "output_tokens", ANSWER);
    }

    private void anthropic() {
        BigDecimal hour = first("cache_creation.ephemeral_1h_input_tokens");
        BigDecimal five = first("cache_creation.ephemeral_5m_input_tokens");
        BigDecimal written = first("cache_creation_input_tokens");
        BigDecimal whole = written.signum() == 0 ? hour.add(five) : written;
        put("cached_input_tokens", first("cache_read_input_tokens"));
        put("cache_write_1h_tokens", hour);
        put("cache_write_5m_tokens", rest("cache_creation_input_tokens", whole, List.of(hour)));
        put("input_tokens", first("input_tokens"));
        put("web_searches", first("server_tool_use.web_search_requests"));
        put("output_tokens", first("output_tokens"));
    }

    private void gemini() {
        put("cached_input_tokens", first("cachedContentTokenCount"));
        put("input_audio_tokens", first("promptTokensDetails.AUDIO"));
        put("input_image_tokens", first("promptTokensDetails.IMAGE"));
        put("input_video_tokens", first("promptTokensDetails.VIDEO"));
        restOf("promptTokenCount", "input_tokens", PROMPT);
        put("input_tokens", first("toolUsePromptTokenCount"));
        put("output_audio_tokens", first("candidatesTokensDetails.AUDIO"));
        put("output_image_tokens", first("candidatesTokensDetails.IMAGE"));
        restOf("candidatesTokenCount", "output_tokens", ANSWER);
        put("reasoning_tokens", first("thoughtsTokenCount"));
    }

    private void openTelemetry() {
        put(
                "cached_input_tokens",
                first(GEN_AI + "cache_read.input_tokens", GEN_AI + "cached_input_tokens"));
        put("cache_write_5m_tokens", first(GEN_AI + "cache_creation.input_tokens"));
        restOf(GEN_AI + "input_tokens", "input_tokens", PROMPT);
        put(
                "reasoning_tokens",
                first(GEN_AI + "reasoning.output_tokens", GEN_AI + "reasoning_tokens"));
        restOf(GEN_AI + "output_tokens", "output_tokens", ANSWER);
    }

    private static final List<String> PROMPT =
            List.of(
                    "cached_input_tokens",
                    "cache_write_5m_tokens",
                    "cache_write_1h_tokens",
                    "input_audio_tokens",
                    "input_image_tokens",
                    "input_video_tokens");
    private static final List<String> ANSWER =
            List.of("reasoning_tokens", "output_audio_tokens", "output_image_tokens");

    private boolean has(String unit) {
        return units.getOrDefault(unit, BigDecimal.ZERO).signum() != 0;
    }

    private BigDecimal first(String... names) {
        for (String name : names) {
            BigDecimal number = told.get(name);
            if (number != null) {
                return number;
            }
        }
        return BigDecimal.ZERO;
    }

    private void put(String unit, BigDecimal quantity) {
        units.merge(unit, quantity, BigDecimal::add);
    }

    /** What of a whole lies in none of its parts. */
    private void restOf(String whole, String unit, List<String> parts) {
        List<BigDecimal> inParts =
                parts.stream().map(part -> units.getOrDefault(part, BigDecimal.ZERO)).toList();
        put(unit, rest(whole, first(whole), inParts));
    }

    private BigDecimal rest(String name, BigDecimal whole, List<BigDecimal> parts) {
        BigDecimal rest = whole.subtract(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        if (rest.signum() < 0 && refusal == null) {
            refusal =
                    name
                            + " is "
                            + whole.toPlainString()
                            + ", and its parts come to "
                            + whole.subtract(rest).toPlainString();
        }
        return rest.max(BigDecimal.ZERO);
    }
}
