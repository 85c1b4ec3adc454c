package dev.tare.core.event;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as outside text, not yet checked: every adapter fills one and hands it to {@link
 * EventRules#check}, so that all ways in obey the same rules. Numbers stay text until then.
 */
public final class UsageEventDraft {
    public @Nullable String id;

    /** ISO 8601 with an offset, such as {@code 2026-11-23T10:15:30Z}. */
    public @Nullable String time;

    public @Nullable String userId;
    public @Nullable String provider;
    public @Nullable String operation;
    public @Nullable String model;

    /** Unit to decimal text. */
    public final Map<String, String> quantities = new LinkedHashMap<>();

    /**
     * The provider's own count: its numbers by name, names within names joined by a point, such as
     * {@code prompt_tokens_details.cached_tokens}.
     */
    public final Map<String, String> usage = new LinkedHashMap<>();

    /** The service tier that the provider's count names. */
    public @Nullable String serviceTier;

    public @Nullable String status;
    public @Nullable String error;
    public @Nullable String processingTimeMs;
    public @Nullable String credits;
    public @Nullable String plan;
    public @Nullable String fingerprint;
    public @Nullable String cost;

    /** The text of a JSON object. */
    public @Nullable String metadata;

    public boolean estimated;
}
