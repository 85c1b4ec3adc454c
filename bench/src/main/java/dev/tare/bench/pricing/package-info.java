/**
 * How fast calls are priced with a large book, by JMH. Knows the core only; the other trials go the
 * whole journey.
 */
@NullMarked
package dev.tare.bench.pricing;

import org.jspecify.annotations.NullMarked;
