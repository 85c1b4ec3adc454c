/** Planted for {@code WallsTest}: see the package {@code house}. */
@NullMarked
package dev.tare.server.house.planted.core.event;

import org.jspecify.annotations.NullMarked;
