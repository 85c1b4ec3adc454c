/**
 * The journey of an event as named steps, and the ports it passes: journal and usage store.
 *
 * <p>Builds on {@code pricing}. {@code rollup} says what a store sums up beside each row. The
 * adapters of the two ports live in the server (file journal, DuckDB) and pass one contract suite.
 */
@NullMarked
package dev.tare.core.ledger;

import org.jspecify.annotations.NullMarked;
