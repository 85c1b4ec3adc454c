package dev.tare.core.advice;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Calls without a price, why they have none, and what to do.
 *
 * @param usage the calls
 * @param reason by the book as it is now
 * @param detail what exactly is missing, {@code null} = nothing to add
 * @param cure what to do, in words
 * @param command a command that does it, ready to run; {@code null} where somebody has to find out
 *     something first
 */
public record MissingPrice(
        UnpricedUsage.Group usage,
        Reason reason,
        @Nullable String detail,
        String cure,
        @Nullable String command) {

    /** The closed list of reasons. */
    public enum Reason {
        /** The book prices such calls by now: it was entered after they were recorded. */
        PRICED_BY_NOW,
        /** Nothing in the book is for such calls. */
        NO_RATE_CARD,
        /** A card is for them, and holds at other times only. */
        CARD_OF_OTHER_TIMES,
        /** The card has no rate for a quantity. */
        NO_RATE_FOR_UNIT,
        /** The card has no price for what was asked for. */
        NO_RATE_FOR_ATTRIBUTES,
        /** The card doesn't say whether calls that fail are charged. */
        FAILED_CALL_RULE_UNKNOWN,
        /** The amount is larger than can be stored. */
        AMOUNT_TOO_LARGE;

        /** The stable code that callers see. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
