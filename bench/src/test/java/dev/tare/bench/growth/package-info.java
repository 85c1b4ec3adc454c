/** The trial of growth, small enough for every test run. */
@NullMarked
package dev.tare.bench.growth;

import org.jspecify.annotations.NullMarked;
