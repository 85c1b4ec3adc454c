/**
 * The journey of an event as named steps, and the ports it passes: journal and usage store, and a
 * shelf for the memory of identities.
 *
 * <p>Builds on {@code pricing}. {@code rollup} says what a store sums up beside each row. The
 * adapters of the ports live in the server (file journal, DuckDB, key files) and pass one contract
 * suite each.
 */
@NullMarked
package dev.tare.core.ledger;

import org.jspecify.annotations.NullMarked;
