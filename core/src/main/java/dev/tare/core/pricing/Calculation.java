package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.util.List;

/** The outcome of pricing a call: an exact amount with its parts, or why there is none. */
public sealed interface Calculation {
    /** The exact, unrounded amount in USD and the parts it is the sum of. */
    record Amount(BigDecimal exact, List<CostPart> parts) implements Calculation {
        public Amount {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Quantities that aren't 0 and have no rate.
     *
     * @param units those without, at least one
     * @param known what the others come to: the call costs at least that
     */
    record NoRate(List<String> units, Amount known) implements Calculation {
        public NoRate {
            units = List.copyOf(units);
        }
    }

    /** The price depends on attributes, and there is none for these. */
    record NoChoice(String attributes) implements Calculation {}
}
