package dev.tare.core.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which money is rounded and shown; nothing else in Tare rounds an amount.
 *
 * <p>The rule: an event's exact amount is rounded <em>once</em>, half-even, to {@value #SCALE}
 * decimals when it is recorded. Sums add those rounded amounts and are never rounded again. Ratios
 * (margins) are computed from sums and rounded for showing only.
 */
public final class Amounts {
    /** Decimals kept of one event's amount. */
    public static final int SCALE = 9;

    /** Digits before the decimal point that one event's amount may have: {@code DECIMAL(18,9)}. */
    public static final int INTEGER_DIGITS = 9;

    /** Decimals of a percentage that is shown. */
    public static final int PERCENT_SCALE = 2;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Amounts() {}

    /** The amount as it is stored: half-even at {@value #SCALE} decimals. */
    public static BigDecimal rounded(BigDecimal exact) {
        return exact.setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    /** {@code numerator ÷ denominator} as it is stored, rounded once. The denominator isn't 0. */
    public static BigDecimal roundedQuotient(BigDecimal numerator, BigDecimal denominator) {
        return numerator.divide(denominator, SCALE, RoundingMode.HALF_EVEN);
    }

    /**
     * {@code part ÷ whole × 100}, half-even at {@value #PERCENT_SCALE} decimals; {@code null} where
     * the whole is 0, since no percentage is true there.
     */
    public static @Nullable BigDecimal percent(BigDecimal part, BigDecimal whole) {
        if (whole.signum() == 0) {
            return null;
        }
        return part.multiply(HUNDRED).divide(whole, PERCENT_SCALE, RoundingMode.HALF_EVEN);
    }

    /** A mean for showing, half-even at {@code scale} decimals; {@code null} over nothing. */
    public static @Nullable BigDecimal mean(BigDecimal sum, BigDecimal count, int scale) {
        return count.signum() == 0 ? null : sum.divide(count, scale, RoundingMode.HALF_EVEN);
    }

    /** Whether a stored amount can hold this one once rounded. */
    public static boolean fits(BigDecimal amount) {
        BigDecimal stored = rounded(amount);
        return stored.precision() - stored.scale() <= INTEGER_DIGITS;
    }

    /**
     * Plain text without trailing zeros, with two decimals at least: {@code 14.625}, {@code 9.00}.
     */
    public static String plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return (stripped.scale() < 2 ? stripped.setScale(2, RoundingMode.UNNECESSARY) : stripped)
                .toPlainString();
    }
}
