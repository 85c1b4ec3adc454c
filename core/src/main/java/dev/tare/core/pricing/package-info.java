/**
 * What an event costs and what its credits are worth, at the event's time, with the reason.
 *
 * <p>Builds on {@code money} and {@code event}. {@code ledger} prices each journalled event here.
 */
@NullMarked
package dev.tare.core.pricing;

import org.jspecify.annotations.NullMarked;
