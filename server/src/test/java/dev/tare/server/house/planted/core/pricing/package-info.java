/** Planted for {@code WallsTest}: see the package {@code house}. */
@NullMarked
package dev.tare.server.house.planted.core.pricing;

import org.jspecify.annotations.NullMarked;
