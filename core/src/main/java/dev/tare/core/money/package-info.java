/**
 * Exact amounts of money, and the only place in Tare that rounds.
 *
 * <p>Every other package of the domain builds on this one; it builds on nothing but the JDK.
 */
@NullMarked
package dev.tare.core.money;

import org.jspecify.annotations.NullMarked;
