package dev.tare.core.pricing;

import org.jspecify.annotations.Nullable;

/**
 * A cost, and how it came about.
 *
 * @param card the card in force, {@code null} where there is none or the sender told the cost
 * @param calculation what the card's price came to, {@code null} where it wasn't asked
 * @param cost the outcome, as it would be stored
 */
public record Explanation(@Nullable RateCard card, @Nullable Calculation calculation, Cost cost) {}
