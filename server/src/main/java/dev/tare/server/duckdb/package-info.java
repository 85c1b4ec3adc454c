/**
 * The embedded ledger: one DuckDB file behind the ports of {@code core}.
 *
 * <p>{@code DuckDbLedger} opens the file and hands out the ports. One connection writes ({@code
 * LedgerWriter}), duplicates of it read. The tables stand in {@code schema-1.sql}. Neighbours know
 * nothing of this package but the ports; only the wiring names it.
 */
@NullMarked
package dev.tare.server.duckdb;

import org.jspecify.annotations.NullMarked;
