/**
 * Benchmarks anyone can run. They measure the real parts and print the machine beside the figures.
 *
 * <p>Neighbours: {@code server} and {@code core}, whose parts are measured.
 */
@NullMarked
package dev.tare.bench;

import org.jspecify.annotations.NullMarked;
