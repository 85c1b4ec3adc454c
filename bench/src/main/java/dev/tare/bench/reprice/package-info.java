/**
 * A trial of re-pricing: a month of events at other prices, in a file and in PostgreSQL. Neighbour:
 * {@code load}, whose traffic and PostgreSQL it uses.
 */
@NullMarked
package dev.tare.bench.reprice;

import org.jspecify.annotations.NullMarked;
