package dev.tare.bench.growth;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** Numbers of events as people write them here: in millions. */
final class Sizes {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private Sizes() {}

    /** Reads {@code 0.2,1,50}, the smallest first. */
    static List<Long> read(String text) {
        List<Long> sizes =
                Arrays.stream(text.split(",", -1))
                        .map(size -> new BigDecimal(size).multiply(MILLION).longValueExact())
                        .distinct()
                        .sorted()
                        .toList();
        if (sizes.getFirst() < 1) {
            throw new IllegalArgumentException("\"" + text + "\": give millions above 0.");
        }
        return sizes;
    }

    /** Such as {@code 0.2M}. */
    static String name(long events) {
        return BigDecimal.valueOf(events).divide(MILLION).stripTrailingZeros().toPlainString()
                + "M";
    }
}
