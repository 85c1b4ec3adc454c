package dev.tare.core.money;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads a decimal from outside text without ever doing costly arithmetic on it.
 *
 * <p>{@code 1e10000000} is eleven characters, and expanding it takes seconds. Length and exponent
 * are therefore checked before anything else touches the number.
 */
public final class DecimalText {
    private static final int LENGTH_MAX = 64;

    private DecimalText() {}

    /**
     * The number in {@code text}, or {@code null} if it is not a plain decimal number (NaN and
     * Infinity included) or has more digits than allowed before or after the point. Trailing zeros
     * after the point don't count.
     */
    public static @Nullable BigDecimal parse(String text, int integerDigitsMax, int decimalsMax) {
        if (text.isEmpty() || text.length() > LENGTH_MAX || !isAsciiNumber(text)) {
            return null;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long integerDigits = (long) number.precision() - number.scale();
        if (integerDigits > integerDigitsMax || number.scale() > decimalsMax + LENGTH_MAX) {
            return null;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.scale() > decimalsMax) {
            return null;
        }
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static boolean isAsciiNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }
}
