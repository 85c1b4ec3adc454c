package dev.tare.core.pricing;

import java.math.BigDecimal;

/**
 * One line of an explained cost.
 *
 * @param unit what was counted
 * @param quantity how much of it
 * @param rate USD per unit, exact
 * @param exact quantity × rate, unrounded
 * @param rule what made this rate the right one; empty where it is the only one
 */
public record CostPart(
        String unit, BigDecimal quantity, BigDecimal rate, BigDecimal exact, String rule) {}
