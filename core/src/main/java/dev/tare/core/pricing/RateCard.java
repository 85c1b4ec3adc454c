package dev.tare.core.pricing;

import dev.tare.core.event.EventStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dated price of provider × operation × model.
 *
 * @param id unique for ever; a changed price is a new card
 * @param provider who charges
 * @param operation for what, {@value #ANY} = any operation of the provider
 * @param model for which model, {@value #ANY} = any model or none
 * @param pricing how it is charged
 * @param failedCalls whether failed and cancelled calls are charged
 * @param from first instant at which it holds (UTC)
 * @param to first instant at which it no longer holds, {@code null} = open
 * @param source where the price was read, with its date
 * @param origin who says so; decides where several cards fit
 */
public record RateCard(
        String id,
        String provider,
        String operation,
        String model,
        PricingModel pricing,
        FailedCalls failedCalls,
        Instant from,
        @Nullable Instant to,
        String source,
        PriceOrigin origin) {
    /** Stands for every operation, or for every model and none. */
    public static final String ANY = "*";

    /** A card of our own. */
    public RateCard(
            String id,
            String provider,
            String operation,
            String model,
            PricingModel pricing,
            FailedCalls failedCalls,
            Instant from,
            @Nullable Instant to,
            String source) {
        this(
                id,
                provider,
                operation,
                model,
                pricing,
                failedCalls,
                from,
                to,
                source,
                PriceOrigin.OWN);
    }

    /** Whether a call that ended so costs something. Where nobody knows, it isn't said to. */
    boolean charges(EventStatus status) {
        return status == EventStatus.SUCCESS || failedCalls == FailedCalls.BILLED;
    }

    /** Whether the card is in force at that time. */
    public boolean holdsAt(Instant time) {
        return !time.isBefore(from) && (to == null || time.isBefore(to));
    }
}
