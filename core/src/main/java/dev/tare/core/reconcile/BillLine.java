package dev.tare.core.reconcile;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * One line of a bill about usage.
 *
 * @param number of its line in the file, from 1
 * @param start the first moment it is about (UTC)
 * @param end behind the last
 * @param unit as quantities of events are called
 * @param quantity not negative
 * @param quantityStep the smallest quantity the bill could have said: half of it may have been
 *     rounded away; 0 where it counts whole units
 * @param amount USD, not negative
 * @param decimals of the amount, as written
 * @param text stands for the whole line as written: equal lines have equal ones
 */
public record BillLine(
        long number,
        Instant start,
        Instant end,
        BillItem item,
        String unit,
        BigDecimal quantity,
        BigDecimal quantityStep,
        BigDecimal amount,
        int decimals,
        UUID text) {}
