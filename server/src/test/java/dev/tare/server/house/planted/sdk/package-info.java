/** Planted for {@code WallsTest}: see the package {@code house}. */
@NullMarked
package dev.tare.server.house.planted.sdk;

import org.jspecify.annotations.NullMarked;
