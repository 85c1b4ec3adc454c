package dev.tare.core.ledger;

import org.jspecify.annotations.Nullable;

/** How events of the log come to new amounts, one by one: by the price book, or otherwise. */
@FunctionalInterface
public interface Revaluation {
    /**
     * The event with its new amounts; {@code null} where they are what they were. Source, id, time
     * and user stay. The same event gives the same answer, and its answer gives {@code null}: what
     * was booked already isn't booked twice.
     */
    @Nullable ChargedEvent anew(ChargedEvent now);
}
