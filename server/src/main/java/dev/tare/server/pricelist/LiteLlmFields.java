package dev.tare.server.pricelist;

import java.util.LinkedHashMap;
import java.util.Map;

/** The names under which LiteLLM's map keeps prices, and the units they are prices of. */
final class LiteLlmFields {
    /** Field to unit: USD for one of it. */
    static final Map<String, String> UNITS = units();

    /** Prices in another currency than USD, which the map also gives in USD. */
    static boolean isOtherCurrency(String field) {
        return field.startsWith("input_dbu_cost")
                || field.startsWith("output_dbu_cost")
                || field.startsWith("output_db_cost");
    }

    /** Whether a field tells a cost, by its name. */
    static boolean tellsCost(String field) {
        return field.contains("cost") || field.contains("price") || field.endsWith("pricing");
    }

    private LiteLlmFields() {}

    private static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("input_cost_per_token", "input_tokens");
        units.put("output_cost_per_token", "output_tokens");
        units.put("output_cost_per_reasoning_token", "reasoning_tokens");
        units.put("cache_read_input_token_cost", "cached_input_tokens");
        units.put("input_cost_per_token_cache_hit", "cached_input_tokens");
        units.put("cache_read_input_audio_token_cost", "cached_audio_tokens");
        units.put("cache_read_input_token_cost_per_audio_token", "cached_audio_tokens");
        units.put("cache_read_input_image_token_cost", "cached_image_tokens");
        units.put("cache_creation_input_token_cost", "cache_write_5m_tokens");
        units.put("cache_creation_input_token_cost_above_1hr", "cache_write_1h_tokens");
        units.put("cache_creation_input_audio_token_cost", "cache_write_audio_tokens");
        units.put("input_cost_per_audio_token", "input_audio_tokens");
        units.put("output_cost_per_audio_token", "output_audio_tokens");
        units.put("input_cost_per_image_token", "input_image_tokens");
        units.put("output_cost_per_image_token", "output_image_tokens");
        units.put("input_cost_per_video_token", "input_video_tokens");
        units.put("output_cost_per_video_token", "output_video_tokens");
        units.put("citation_cost_per_token", "citation_tokens");
        units.put("input_cost_per_character", "input_characters");
        units.put("output_cost_per_character", "output_characters");
        units.put("input_cost_per_second", "input_seconds");
        units.put("output_cost_per_second", "output_seconds");
        units.put("input_cost_per_audio_per_second", "input_audio_seconds");
        units.put("output_cost_per_audio_per_second", "output_audio_seconds");
        units.put("input_cost_per_video_per_second", "input_video_seconds");
        units.put("output_cost_per_video_per_second", "output_video_seconds");
        units.put("input_cost_per_image", "input_images");
        units.put("output_cost_per_image", "images");
        units.put("input_cost_per_pixel", "pixels");
        units.put("output_cost_per_pixel", "pixels");
        units.put("input_cost_per_query", "queries");
        units.put("ocr_cost_per_page", "pages");
        units.put("annotation_cost_per_page", "annotated_pages");
        units.put("code_interpreter_cost_per_session", "code_interpreter_sessions");
        units.put("input_cost_per_request", "calls");
        return units;
    }
}
