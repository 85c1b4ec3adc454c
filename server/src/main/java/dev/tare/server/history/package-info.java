/**
 * A company's past usage, read from tables of its own and brought in as flagged estimates.
 *
 * <p>A {@link dev.tare.server.history.HistoryMapping} says which rows are calls, and how plans and
 * credits are found; a {@link dev.tare.server.history.HistoryRun} reads them page by page along
 * their keys, asks the ledger which it has, and sends the others. Neighbours know nothing of this
 * package: the command line hands it a way to a database or to CSV files, and the ledger behind the
 * port {@link dev.tare.server.history.HistoryLedger}.
 */
@NullMarked
package dev.tare.server.history;

import org.jspecify.annotations.NullMarked;
