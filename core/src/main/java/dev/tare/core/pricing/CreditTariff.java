package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many credits a successful operation takes from the user.
 *
 * @param operation of which operation
 * @param credits credits per event, 0 = free of charge
 * @param from first instant at which it holds (UTC)
 * @param to first instant at which it no longer holds, {@code null} = open
 * @param source where the tariff was read, with its date
 */
public record CreditTariff(
        String operation, BigDecimal credits, Instant from, @Nullable Instant to, String source) {
    /** Whether the tariff is in force at that time. */
    public boolean holdsAt(Instant time) {
        return !time.isBefore(from) && (to == null || time.isBefore(to));
    }
}
