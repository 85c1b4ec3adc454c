package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an event cost, and how that is known. */
public sealed interface Cost {
    /** The amount as stored, or {@code null} where it is unknown. Unknown is never 0. */
    @Nullable BigDecimal amount();

    /**
     * Priced by a rate card. {@code exact} is the unrounded amount, {@code amount} the stored one.
     */
    record Priced(RateCard card, BigDecimal exact, BigDecimal amount, List<CostPart> parts)
            implements Cost {
        public Priced {
            parts = List.copyOf(parts);
        }
    }

    /** As the sender said. */
    record Client(BigDecimal amount) implements Cost {}

    /** No price is known. {@code detail} names what is missing, {@code null} = nothing to add. */
    record Unpriced(Reason reason, @Nullable String detail) implements Cost {
        @Override
        public @Nullable BigDecimal amount() {
            return null;
        }
    }

    /** The closed list of reasons for an event without cost. */
    enum Reason {
        NO_RATE_CARD,
        NO_RATE_FOR_UNIT,
        NO_RATE_FOR_ATTRIBUTES,
        FAILED_CALL_RULE_UNKNOWN,
        AMOUNT_TOO_LARGE;

        /** The stable code that callers see. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
