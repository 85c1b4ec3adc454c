package dev.tare.core.event;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider on behalf of a user, as its sender told it, checked.
 *
 * @param id unique within its source
 * @param time when the call happened (UTC, microseconds); {@code null} = when it is received
 * @param userId the caller's own name for the user
 * @param provider who was called
 * @param operation what was asked for
 * @param model the provider's model, {@code null} where the provider has none
 * @param quantities what was used, by unit
 * @param status how it ended
 * @param error the failure's text
 * @param processingTimeMs duration in milliseconds, {@code null} if not measured
 * @param credits credits charged to the user; {@code null} = by the operation's tariff
 * @param plan the user's plan at the event's time; {@code null} = not told
 * @param fingerprint equal for calls with equal input, to find repeats
 * @param cost the cost in USD as the sender knows it; {@code null} = by the price book
 * @param metadata a JSON object's text of at most 4 KiB
 * @param estimated whether this was reconstructed, not measured
 */
public record UsageEvent(
        String id,
        @Nullable Instant time,
        String userId,
        String provider,
        String operation,
        @Nullable String model,
        Quantities quantities,
        EventStatus status,
        @Nullable String error,
        @Nullable Long processingTimeMs,
        @Nullable BigDecimal credits,
        @Nullable String plan,
        @Nullable String fingerprint,
        @Nullable BigDecimal cost,
        @Nullable String metadata,
        boolean estimated) {
    /** The same event under another id. */
    public UsageEvent withId(String other) {
        return new UsageEvent(
                other,
                time,
                userId,
                provider,
                operation,
                model,
                quantities,
                status,
                error,
                processingTimeMs,
                credits,
                plan,
                fingerprint,
                cost,
                metadata,
                estimated);
    }

    /** The same event, its credits left to the tariff. */
    public UsageEvent withoutCredits() {
        return new UsageEvent(
                id,
                time,
                userId,
                provider,
                operation,
                model,
                quantities,
                status,
                error,
                processingTimeMs,
                null,
                plan,
                fingerprint,
                cost,
                metadata,
                estimated);
    }

    /** The same event, its cost told: USD. */
    public UsageEvent withCost(BigDecimal told) {
        return new UsageEvent(
                id,
                time,
                userId,
                provider,
                operation,
                model,
                quantities,
                status,
                error,
                processingTimeMs,
                credits,
                plan,
                fingerprint,
                told,
                metadata,
                estimated);
    }
}
