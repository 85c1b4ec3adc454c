/** Planted for {@code WallsTest}: see the package {@code house}. */
@NullMarked
package dev.tare.server.house.planted.server.wire;

import org.jspecify.annotations.NullMarked;
