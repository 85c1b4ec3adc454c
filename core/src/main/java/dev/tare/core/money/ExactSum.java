package dev.tare.core.money;

import java.math.BigDecimal;

/**
 * A sum of amounts as they are stored, {@value Amounts#SCALE} decimals each: exact, and without a
 * new number for each that is added. Not safe for use by many threads.
 */
public final class ExactSum {
    private long units;
    private BigDecimal beyond = BigDecimal.ZERO;

    /**
     * An amount in units of the last decimal kept.
     *
     * @throws ArithmeticException where it has more decimals than are kept, or more digits than a
     *     stored amount can have
     */
    public static long units(BigDecimal amount) {
        return amount.movePointRight(Amounts.SCALE).longValueExact();
    }

    /** Adds an amount given in {@linkplain #units units}. */
    public void add(long more) {
        long sum = units + more;
        if (((units ^ sum) & (more ^ sum)) < 0) {
            // Too large for the fast part: it begins anew, and nothing is lost.
            beyond = beyond.add(BigDecimal.valueOf(units, Amounts.SCALE));
            units = more;
        } else {
            units = sum;
        }
    }

    /** The sum so far. */
    public BigDecimal total() {
        return beyond.add(BigDecimal.valueOf(units, Amounts.SCALE));
    }
}
