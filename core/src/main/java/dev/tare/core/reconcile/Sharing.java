package dev.tare.core.reconcile;

import dev.tare.core.event.Quantities;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Shares an amount out among events, one after the other, by what each weighs. After each event the
 * shares given so far are the rounded part that is due until there, so that the last one makes up
 * the amount to its last digit, and no share is off by more than one unit of the ninth decimal,
 * however many there are and without holding them.
 */
final class Sharing {
    private final BigDecimal amount;
    private final BigDecimal weights;
    private BigDecimal weighed = BigDecimal.ZERO;
    private BigDecimal given = BigDecimal.ZERO;

    /**
     * @param amount USD
     * @param weights of all events together, above 0
     */
    Sharing(BigDecimal amount, BigDecimal weights) {
        this.amount = amount;
        this.weights = weights;
    }

    /** The next event's share, USD. */
    BigDecimal next(BigDecimal weight) {
        weighed = weighed.add(weight);
        BigDecimal due = Amounts.roundedQuotient(amount.multiply(weighed), weights);
        BigDecimal share = due.subtract(given);
        given = due;
        return share;
    }

    /**
     * How much an event weighs: its quantity of the one unit that the bill has, else its cost.
     * {@code null} where that isn't known.
     */
    static @Nullable BigDecimal weight(ChargedEvent event, @Nullable String unit) {
        if (unit == null) {
            return event.apiCost();
        }
        BigDecimal none = unit.equals(Quantities.CALLS) ? BigDecimal.ONE : BigDecimal.ZERO;
        return event.event().quantities().byUnit().getOrDefault(unit, none);
    }
}
