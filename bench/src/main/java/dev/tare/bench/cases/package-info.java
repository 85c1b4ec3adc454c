/**
 * Runs files of cases that others wrote against the price book: what a price list, a usage count or
 * a price model should come to. Behind {@code ./check --cases DIR}.
 *
 * <p>Neighbours: {@code server.pricelist} and {@code core.pricing}, which do the pricing. Nothing
 * here prices; it reads cases, asks, and compares.
 */
@NullMarked
package dev.tare.bench.cases;

import org.jspecify.annotations.NullMarked;
