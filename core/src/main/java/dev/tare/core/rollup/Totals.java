package dev.tare.core.rollup;

import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sums over a set of events, with the quantities used, by unit.
 *
 * @param sums counts and amounts
 * @param quantities how much was used, by unit
 */
public record Totals(Sums sums, SortedMap<String, BigDecimal> quantities) {
    /** Over nothing. */
    public static final Totals ZERO = new Totals(Sums.ZERO, new TreeMap<>());

    public Totals {
        quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
    }

    /** Over one event. */
    public static Totals of(Sums sums, Quantities quantities) {
        return new Totals(sums, quantities.byUnit());
    }

    /** Over both sets of events. */
    public Totals plus(Totals other) {
        TreeMap<String, BigDecimal> both = new TreeMap<>(quantities);
        other.quantities.forEach((unit, quantity) -> both.merge(unit, quantity, BigDecimal::add));
        return new Totals(sums.plus(other.sums), (SortedMap<String, BigDecimal>) both);
    }
}
