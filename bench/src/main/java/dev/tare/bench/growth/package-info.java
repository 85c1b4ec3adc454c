/**
 * How the cost grows with the number of stored events: {@code LedgerFill} makes ledgers of several
 * sizes, {@code GrowthRound} measures the server on one of them, {@code GrowthTrial} compares.
 * Neighbour: {@code bench.load}, whose trials are run here for a short stretch each.
 */
@NullMarked
package dev.tare.bench.growth;

import org.jspecify.annotations.NullMarked;
