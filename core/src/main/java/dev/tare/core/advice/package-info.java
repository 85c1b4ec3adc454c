/**
 * What could be done better: what to do about calls without a price, and where costs that senders
 * told differ from the book's.
 *
 * <p>Builds on {@code profit} and all below it. Stores answer its port, {@code wire} writes what it
 * finds, the command line and {@code http} ask.
 */
@NullMarked
package dev.tare.core.advice;

import org.jspecify.annotations.NullMarked;
