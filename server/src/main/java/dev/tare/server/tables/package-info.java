/**
 * The ledger's tables, whatever engine holds them: what is written into them, and how they are
 * asked, in SQL that both engines understand.
 *
 * <p>Where the engines differ, {@code Engine} asks the adapter. The adapters are the neighbours
 * {@code duckdb} and {@code postgres}, which open the tables and hand out the ports of {@code
 * core}; nobody else sees this package.
 */
@NullMarked
package dev.tare.server.tables;

import org.jspecify.annotations.NullMarked;
