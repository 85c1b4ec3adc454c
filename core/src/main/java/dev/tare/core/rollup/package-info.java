/**
 * What is summed, by what: the additive sums behind every report.
 *
 * <p>Builds on {@code ledger}. Stores write these sums in the event's own transaction; {@code
 * profit} turns them into figures.
 */
@NullMarked
package dev.tare.core.rollup;

import org.jspecify.annotations.NullMarked;
