package dev.tare.core.ledger;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log with its amounts: as charged, or as it is after corrections.
 *
 * @param event what happened
 * @param estimated whether it was reconstructed, not measured
 * @param apiCost USD, {@code null} = unpriced
 * @param creditValue USD, {@code null} = unvalued
 * @param rateCardId the card that priced it, {@code null} = none did
 * @param pricing how the cost is known: {@code priced}, {@code estimated}, {@code client} or {@code
 *     unpriced}
 * @param position how much its month had come to before, where the cost depends on that; else
 *     {@code null}
 */
public record ChargedEvent(
        StoredEvent event,
        boolean estimated,
        @Nullable BigDecimal apiCost,
        @Nullable BigDecimal creditValue,
        @Nullable String rateCardId,
        String pricing,
        @Nullable BigDecimal position) {
    /** A row that is about to be written. */
    public static ChargedEvent of(PricedEvent row) {
        return new ChargedEvent(
                Recognition.stored(row),
                row.event().estimated(),
                row.apiCost(),
                row.creditValue(),
                row.rateCardId(),
                row.pricing(),
                row.position());
    }

    /** Credit value less cost in USD; {@code null} where one of them isn't known. */
    public @Nullable BigDecimal profit() {
        return apiCost == null || creditValue == null ? null : creditValue.subtract(apiCost);
    }

    /** The event as its sender might have told it. */
    public UsageEvent told() {
        return new UsageEvent(
                event.key().id(),
                event.time(),
                event.userId(),
                event.provider(),
                event.operation(),
                event.model(),
                event.quantities(),
                Objects.requireNonNull(EventStatus.of(event.status())),
                event.error(),
                event.processingTimeMs(),
                event.credits(),
                event.plan(),
                event.fingerprint(),
                event.clientCost(),
                event.metadata(),
                estimated);
    }

    /** The same row, received then. */
    public ChargedEvent receivedAt(Instant time) {
        return new ChargedEvent(
                event.receivedAt(time),
                estimated,
                apiCost,
                creditValue,
                rateCardId,
                pricing,
                position);
    }
}
