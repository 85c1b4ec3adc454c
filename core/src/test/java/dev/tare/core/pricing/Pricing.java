package dev.tare.core.pricing;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Short makers of cards, plans and events for the tests of this package. */
final class Pricing {
    static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private Pricing() {}

    static RateCard card(String id, String operation, String model, Instant from, String... rates) {
        return card(id, operation, model, from, FailedCalls.UNKNOWN, null, rates);
    }

    static RateCard card(
            String id,
            String operation,
            String model,
            Instant from,
            FailedCalls failedCalls,
            @Nullable String defaultUnit,
            String... rates) {
        TreeMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (int i = 0; i < rates.length; i += 2) {
            byUnit.put(rates[i], new BigDecimal(rates[i + 1]));
        }
        return new RateCard(
                id,
                "p",
                operation,
                model,
                new PerUnitPricing(byUnit, defaultUnit),
                failedCalls,
                from,
                null,
                "test");
    }

    static UsageEvent event(String operation, @Nullable String model, Map<String, String> used) {
        return event(operation, model, used, EventStatus.SUCCESS, null, null);
    }

    static UsageEvent event(
            String operation,
            @Nullable String model,
            Map<String, String> used,
            EventStatus status,
            @Nullable String credits,
            @Nullable String plan) {
        TreeMap<String, BigDecimal> quantities = new TreeMap<>();
        used.forEach((unit, quantity) -> quantities.put(unit, new BigDecimal(quantity)));
        return new UsageEvent(
                "e",
                T,
                "u",
                "p",
                operation,
                model,
                used.isEmpty()
                        ? Quantities.ONE_CALL
                        : new Quantities((Map<String, BigDecimal>) quantities),
                status,
                null,
                null,
                credits == null ? null : new BigDecimal(credits),
                plan,
                null,
                null,
                null,
                false);
    }
}
