package dev.tare.server.demo;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One call before it has its id, which it gets in the order of time. */
record DemoCall(
        Instant time,
        String user,
        String provider,
        String operation,
        @Nullable String model,
        Quantities quantities,
        EventStatus status,
        @Nullable String error,
        long milliseconds,
        @Nullable BigDecimal credits,
        @Nullable String plan,
        @Nullable String fingerprint,
        String metadata) {
    UsageEvent event(String id) {
        return new UsageEvent(
                id,
                time,
                user,
                provider,
                operation,
                model,
                quantities,
                status,
                error,
                milliseconds,
                credits,
                plan,
                fingerprint,
                null,
                metadata,
                false);
    }
}
