package dev.tare.core.ledger;

import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.Plan;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log as far as a repeated event is compared with it. Fields are as in {@code
 * api_usage_logs}; {@code plan} is {@link Plan#UNKNOWN} where none was sent.
 */
public record StoredEvent(
        EventKey key,
        Instant time,
        Instant receivedAt,
        String userId,
        String provider,
        String operation,
        @Nullable String model,
        Quantities quantities,
        String status,
        @Nullable String error,
        @Nullable Long processingTimeMs,
        @Nullable BigDecimal credits,
        String plan,
        @Nullable String fingerprint,
        @Nullable BigDecimal clientCost,
        @Nullable String metadata) {
    /**
     * The names of the fields in which a repeated event says something else than this row; empty
     * where it is the same event. What the event leaves out was filled in by the server the first
     * time and says nothing else.
     */
    public List<String> differences(UsageEvent event) {
        List<String> fields = new ArrayList<>();
        note(fields, "time", event.time() == null || event.time().equals(time));
        note(fields, "user_id", event.userId().equals(userId));
        note(fields, "provider", event.provider().equals(provider));
        note(fields, "operation", event.operation().equals(operation));
        note(fields, "model", Objects.equals(event.model(), model));
        note(fields, "quantities", event.quantities().sameAs(quantities));
        note(fields, "status", event.status().text().equals(status));
        note(fields, "error", Objects.equals(event.error(), error));
        note(
                fields,
                "processing_time_ms",
                Objects.equals(event.processingTimeMs(), processingTimeMs));
        note(fields, "credits", event.credits() == null || sameAmount(event.credits(), credits));
        note(fields, "plan", event.plan() == null || event.plan().equals(plan));
        note(fields, "fingerprint", Objects.equals(event.fingerprint(), fingerprint));
        note(fields, "cost", sameAmount(event.cost(), clientCost));
        note(fields, "metadata", Objects.equals(event.metadata(), metadata));
        return fields;
    }

    /** The same event, received then. */
    StoredEvent receivedAt(Instant time) {
        return new StoredEvent(
                key,
                this.time,
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
                clientCost,
                metadata);
    }

    /** The same event with so many credits, {@code null}: nobody knows how many. */
    StoredEvent withCredits(@Nullable BigDecimal other) {
        return new StoredEvent(
                key,
                time,
                receivedAt,
                userId,
                provider,
                operation,
                model,
                quantities,
                status,
                error,
                processingTimeMs,
                other,
                plan,
                fingerprint,
                clientCost,
                metadata);
    }

    /** Equal in value, or both unknown. */
    static boolean sameAmount(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return a.compareTo(b) == 0;
    }

    private static void note(List<String> fields, String field, boolean same) {
        if (!same) {
            fields.add(field);
        }
    }
}
