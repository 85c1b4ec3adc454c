package dev.tare.core.pricing;

import dev.tare.core.event.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with its cost and the worth of its credits: a row of {@code api_usage_logs}.
 *
 * @param source the application it came from
 * @param receivedAt the receipt stamp (UTC)
 * @param event as sent
 * @param time the event's time (UTC): as sent, else the receipt stamp
 * @param cost what it cost
 * @param value what its credits are worth
 * @param position how much its month had come to before, where the cost depends on that; else
 *     {@code null}
 */
public record PricedEvent(
        String source,
        Instant receivedAt,
        UsageEvent event,
        Instant time,
        Cost cost,
        CreditValue value,
        @Nullable BigDecimal position) {
    /** One whose cost depends on nothing that came before. */
    public PricedEvent(
            String source,
            Instant receivedAt,
            UsageEvent event,
            Instant time,
            Cost cost,
            CreditValue value) {
        this(source, receivedAt, event, time, cost, value, null);
    }

    /**
     * Prices an event with the books in force when it is recorded. Where its cost depends on how
     * far a month has come it is that of the month's first, until {@link #at} tells.
     */
    public static PricedEvent of(UsageEvent event, String source, Instant receivedAt, Books books) {
        Instant time = event.time() == null ? receivedAt : event.time();
        return new PricedEvent(
                source,
                receivedAt,
                event,
                time,
                books.prices().cost(event, time),
                books.plans().value(event, time));
    }

    /** The same event, where its month had come to that. */
    public PricedEvent at(BigDecimal reached) {
        Cost anew =
                cost instanceof Cost.Priced priced
                        ? PriceBook.cost(event, priced.card(), time, reached)
                        : cost;
        return new PricedEvent(source, receivedAt, event, time, anew, value, reached);
    }

    /** The plan of the row: as sent, else {@link Plan#UNKNOWN}. */
    public String plan() {
        return event.plan() == null ? Plan.UNKNOWN : event.plan();
    }

    /** How the cost is known: {@code priced}, {@code client} or {@code unpriced}. */
    public String pricing() {
        return switch (cost) {
            case Cost.Priced priced -> event.estimated() ? "estimated" : "priced";
            case Cost.Client client -> "client";
            case Cost.Unpriced unpriced -> "unpriced";
        };
    }

    /** The card that priced it, {@code null} if none did. */
    public @Nullable String rateCardId() {
        return cost instanceof Cost.Priced priced ? priced.card().id() : null;
    }

    /** The stored cost in USD, {@code null} = unpriced. */
    public @Nullable BigDecimal apiCost() {
        return cost.amount();
    }

    /** The stored credit value in USD, {@code null} = unvalued. */
    public @Nullable BigDecimal creditValue() {
        return value.amount();
    }
}
