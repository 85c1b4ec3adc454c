/**
 * A made-up image-editing service whose usage can be looked at: its users, its calls, its prices.
 *
 * <p>Gives events and prices and knows nobody who takes them; the wiring sends them through the
 * same journey as any other usage. The random shapes here are no amounts of money: those come from
 * {@code core.pricing} alone.
 */
@NullMarked
package dev.tare.server.demo;

import org.jspecify.annotations.NullMarked;
