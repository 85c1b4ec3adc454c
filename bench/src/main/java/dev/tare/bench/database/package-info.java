/**
 * Trials with the ledger in PostgreSQL: the whole journey beside the least that a loader could do,
 * and reports over many millions of events. Neighbour: {@code load}, whose senders and server
 * process it uses.
 */
@NullMarked
package dev.tare.bench.database;

import org.jspecify.annotations.NullMarked;
