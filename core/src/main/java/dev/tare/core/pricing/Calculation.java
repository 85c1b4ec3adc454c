package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * The outcome of pricing quantities: an exact amount with its parts, or the unit without a rate.
 */
public sealed interface Calculation {
    /** The exact, unrounded amount in USD and the parts it is the sum of. */
    record Amount(BigDecimal exact, List<CostPart> parts) implements Calculation {
        public Amount {
            parts = List.copyOf(parts);
        }
    }

    /** A quantity that isn't 0 and has no rate. */
    record NoRate(String unit) implements Calculation {}
}
