package dev.tare.core.pricing;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an event's credits are worth in USD, and how many were charged. */
public sealed interface CreditValue {
    /** Credits charged, {@code null} where not even that is known. */
    @Nullable BigDecimal credits();

    /** The worth as stored, or {@code null} where it is unknown. Unknown is never 0. */
    @Nullable BigDecimal amount();

    /** So many credits, worth so much. */
    record Valued(BigDecimal credits, BigDecimal amount) implements CreditValue {}

    /** Credits were, or may have been, charged at a value nobody knows. */
    record Unvalued(@Nullable BigDecimal credits, Reason reason) implements CreditValue {
        @Override
        public @Nullable BigDecimal amount() {
            return null;
        }
    }

    /** The closed list of reasons for an event without credit value. */
    enum Reason {
        /** Neither the event nor a tariff says how many credits the operation takes. */
        NO_TARIFF,
        /** The event's plan is not known. */
        PLAN_UNKNOWN,
        /** The plan has a name but no terms in force at the event's time. */
        PLAN_WITHOUT_TERMS,
        /** The plan gives no credits, so one credit has no price. */
        PLAN_WITHOUT_CREDITS,
        AMOUNT_TOO_LARGE;

        /** The stable code that callers see. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
