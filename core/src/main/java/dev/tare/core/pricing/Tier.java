package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a table of prices by quantity.
 *
 * @param upTo the last quantity that belongs to it, {@code null} = no end
 * @param rate USD per unit, exact, not negative
 * @param flat USD once, where the tier is entered; exact, not negative
 */
public record Tier(@Nullable BigDecimal upTo, BigDecimal rate, BigDecimal flat) {
    /** A tier without a flat amount. */
    public Tier(@Nullable BigDecimal upTo, BigDecimal rate) {
        this(upTo, rate, BigDecimal.ZERO);
    }

    /**
     * These tiers, if they make a table: each ends behind the one before, only the last has no end.
     *
     * @throws IllegalArgumentException where they don't
     */
    static List<Tier> table(List<Tier> tiers) {
        BigDecimal before = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            BigDecimal upTo = tiers.get(i).upTo();
            boolean last = i == tiers.size() - 1;
            if (last ? upTo != null : (upTo == null || upTo.compareTo(before) <= 0)) {
                throw new IllegalArgumentException(
                        "Tiers must rise, and the last one must have no end: " + tiers);
            }
            before = upTo == null ? before : upTo;
        }
        if (tiers.isEmpty()) {
            throw new IllegalArgumentException("A table needs a tier.");
        }
        return List.copyOf(tiers);
    }

    /** Whether that quantity lies within it or below. */
    boolean reaches(BigDecimal quantity) {
        return upTo == null || quantity.compareTo(upTo) <= 0;
    }

    /** Where that quantity's part of it ends. */
    BigDecimal end(BigDecimal quantity) {
        return upTo == null ? quantity : quantity.min(upTo);
    }

    /** How it is named in an explanation. */
    static String named(int index, BigDecimal above, @Nullable BigDecimal upTo) {
        return "tier "
                + (index + 1)
                + (upTo == null
                        ? ", above " + above.toPlainString()
                        : ", " + above.toPlainString() + " to " + upTo.toPlainString());
    }
}
