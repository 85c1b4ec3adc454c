package dev.tare.server.pricelist;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What all lists of token prices have in common: which units are a prompt, which bill alike. */
final class TokenUnits {
    static final String WEB_SEARCHES = "web_searches";

    /** What together is the size of a prompt. */
    static final SortedSet<String> PROMPT =
            Collections.unmodifiableSortedSet(
                    new TreeSet<>(
                            Set.of(
                                    "input_tokens",
                                    "cached_input_tokens",
                                    "cache_write_5m_tokens",
                                    "cache_write_1h_tokens",
                                    "input_audio_tokens",
                                    "cached_audio_tokens",
                                    "cache_write_audio_tokens",
                                    "input_image_tokens",
                                    "cached_image_tokens",
                                    "input_video_tokens")));

    /** Billed as the second where a list gives no price of their own for the first. */
    private static final Map<String, String> BILLED_AS =
            new TreeMap<>(
                    Map.of(
                            "reasoning_tokens", "output_tokens",
                            "output_image_tokens", "output_tokens",
                            "output_audio_tokens", "output_tokens",
                            "input_image_tokens", "input_tokens",
                            "cached_image_tokens", "cached_input_tokens"));

    private TokenUnits() {}

    /** With the rates of what is billed as something else. */
    static SortedMap<String, BigDecimal> completed(SortedMap<String, BigDecimal> rates) {
        BigDecimal output = rates.get("output_tokens");
        BigDecimal images = rates.get("output_image_tokens");
        if (images != null && (output == null || output.signum() == 0)) {
            // Who makes images only tells them as output.
            rates.put("output_tokens", images);
        }
        BILLED_AS.forEach((unit, other) -> {
            BigDecimal rate = rates.get(other);
            if (rate != null) {
                rates.putIfAbsent(unit, rate);
            }
        });
        return rates;
    }
}
