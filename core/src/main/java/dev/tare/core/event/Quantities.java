package dev.tare.core.event;

import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;

/**
 * How much one call used, by unit ({@code calls}, {@code images}, {@code input_tokens} …). Buckets
 * are disjoint: a cached token is never also an input token. Never empty, never negative; units are
 * in alphabetical order, so equal quantities print alike.
 */
public record Quantities(SortedMap<String, BigDecimal> byUnit) {
    /** The unit that counts calls; it needs no price where other units are sent. */
    public static final String CALLS = "calls";

    /** What an event stands for that names no quantity: one call. */
    public static final Quantities ONE_CALL = new Quantities(Map.of(CALLS, BigDecimal.ONE));

    public Quantities {
        byUnit = FewNames.of(byUnit);
    }

    public Quantities(Map<String, BigDecimal> byUnit) {
        this((SortedMap<String, BigDecimal>) FewNames.of(byUnit));
    }

    /** Equal in value: 1.0 and 1 are the same quantity. */
    public boolean sameAs(Quantities other) {
        if (!byUnit.keySet().equals(other.byUnit.keySet())) {
            return false;
        }
        return byUnit.entrySet().stream()
                .allMatch(e ->
                        e.getValue()
                                        .compareTo(
                                                other.byUnit.getOrDefault(
                                                        e.getKey(), BigDecimal.ZERO))
                                == 0);
    }
}
