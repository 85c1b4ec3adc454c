/**
 * What could be done better: for now, what to do about calls without a price.
 *
 * <p>Builds on {@code profit} and all below it. Stores answer its port, {@code wire} writes what it
 * finds, the command line and {@code http} ask.
 */
@NullMarked
package dev.tare.core.advice;

import org.jspecify.annotations.NullMarked;
