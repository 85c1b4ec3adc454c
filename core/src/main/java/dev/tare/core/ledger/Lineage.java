package dev.tare.core.ledger;

/**
 * What stays true of a log that others write as well. Rows are only ever added, so what was read of
 * them stays known, unless the ledger was set back: then others may stand where lost ones stood.
 *
 * @param number another one whenever the ledger was set back, or nothing proves that it wasn't
 * @param rows so many rows at the log's beginning are those that were there when this number, or
 *     this process's last transaction, came up
 * @param own rows of the log behind this process's last transaction, 0 where it had none: whoever
 *     finds the journal at the position that it wrote, or beyond, finds these as they were
 */
public record Lineage(long number, long rows, long own) {}
