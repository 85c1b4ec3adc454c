package dev.tare.server.pricelist;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The usage types of Langfuse's list, as Tare's units. One thing has many names there, one for each
 * way in which it may be reported.
 */
final class LangfuseUsage {
    /** A price for both what goes in and what comes out. */
    static final String TOTAL = "total";

    private static final Map<String, String> UNITS = new HashMap<>();

    static {
        text();
        cache();
        others();
    }

    private LangfuseUsage() {}

    private static void text() {
        names(
                "input_tokens",
                "input",
                "input_tokens",
                "input_text",
                "input_text_tokens",
                "input_modality_1",
                "prompt_tokens",
                "prompt_token_count",
                "promptTokenCount");
        names(
                "output_tokens",
                "output",
                "output_tokens",
                "output_text",
                "output_text_tokens",
                "output_modality_1",
                "completion_tokens",
                "candidates_token_count",
                "candidatesTokenCount");
    }

    private static void cache() {
        names(
                "cached_input_tokens",
                "input_cached_tokens",
                "input_cached_text_tokens",
                "input_cache_read",
                "cache_read_input_tokens",
                "cached_content_token_count",
                "cachedContentTokenCount");
        names(
                "cache_write_5m_tokens",
                "input_cache_creation",
                "input_cache_creation_5m",
                "cache_creation_input_tokens",
                "cache_write_tokens");
        names("cache_write_1h_tokens", "input_cache_creation_1h");
    }

    private static void others() {
        names(
                "reasoning_tokens",
                "output_reasoning",
                "output_reasoning_tokens",
                "reasoning_tokens",
                "thoughts_token_count",
                "thoughtsTokenCount");
        names("input_audio_tokens", "input_audio", "input_audio_tokens");
        names("output_audio_tokens", "output_audio", "output_audio_tokens");
        names("cached_audio_tokens", "input_cached_audio_tokens");
        names("input_image_tokens", "input_image", "input_image_tokens");
        names("output_image_tokens", "output_image", "output_image_tokens");
        names(
                TokenUnits.WEB_SEARCHES,
                "grounding_queries",
                "groundingQueries",
                "web_search_queries",
                "webSearchQueries");
    }

    private static void names(String unit, String... types) {
        for (String type : types) {
            UNITS.put(type, unit);
        }
    }

    /** The unit of a usage type, {@code null} where it isn't known. */
    static @Nullable String unit(String type) {
        return UNITS.get(type);
    }
}
