package dev.tare.core.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A running FNV-1a hash over fields. Each begins with its length or a mark of its own, so that no
 * two sequences of fields are the same sequence of numbers.
 */
final class Hash {
    private static final long PRIME = 0x100000001b3L;
    private static final long ABSENT = 0x9E3779B97F4A7C15L;
    private static final int LONG_DIGITS = 18;

    private long state;

    Hash(long seed) {
        state = seed;
    }

    Hash add(long number) {
        // Two halves, so that the high bits reach the low ones.
        state = (state ^ (number & 0xFFFFFFFFL)) * PRIME;
        state = (state ^ (number >>> 32)) * PRIME;
        state ^= state >>> 29;
        return this;
    }

    Hash add(Instant time) {
        long second = time.getEpochSecond();
        int nano = time.getNano();
        return add(second).add(nano);
    }

    Hash add(@Nullable Long number) {
        return number == null ? add(ABSENT) : add(1).add(number.longValue());
    }

    Hash add(@Nullable String text) {
        if (text == null) {
            return add(ABSENT);
        }
        int length = text.length();
        long mixed = (state ^ length) * PRIME;
        for (int i = 0; i < length; i++) {
            mixed = (mixed ^ text.charAt(i)) * PRIME;
        }
        state = mixed ^ (mixed >>> 29);
        return this;
    }

    Hash add(@Nullable BigDecimal number) {
        if (number == null) {
            return add(ABSENT);
        }
        if (number.precision() > LONG_DIGITS) {
            return add(number.toString());
        }
        return add(number.scale()).add(number.unscaledValue().longValue());
    }

    /** The hash so far, every bit of it depending on every bit added. */
    long mixed() {
        long hash = state;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
