package dev.tare.core.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** What a block begun counts for, where something is sold in blocks. */
public enum Blocks {
    /** A block begun is a whole one. */
    UP(RoundingMode.CEILING, "a block begun counts"),
    /** Only full blocks count. */
    DOWN(RoundingMode.FLOOR, "only full blocks count"),
    /** From half a block on it counts. */
    HALF_UP(RoundingMode.HALF_UP, "from half a block on it counts");

    private final RoundingMode rounding;
    private final String explanation;

    Blocks(RoundingMode rounding, String explanation) {
        this.rounding = rounding;
        this.explanation = explanation;
    }

    /** How many blocks of that size, above 0, that quantity comes to. */
    public BigDecimal in(BigDecimal quantity, BigDecimal size) {
        return quantity.divide(size, 0, rounding);
    }

    /** The rule for people. */
    public String explanation() {
        return explanation;
    }

    /** The name used in files and JSON. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
