/**
 * The ledger in a PostgreSQL database of the user's own, behind the ports of {@code core}.
 *
 * <p>{@code PostgresLedger} opens it and hands out the ports. One connection writes ({@code
 * PostgresWriter}), a few others read. The tables stand in {@code log-1.sql} and its neighbours;
 * what is asked of them comes from the neighbour {@code tables}. Only the wiring names this
 * package.
 */
@NullMarked
package dev.tare.server.postgres;

import org.jspecify.annotations.NullMarked;
