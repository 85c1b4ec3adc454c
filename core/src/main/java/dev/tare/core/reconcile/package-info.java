/**
 * A provider's bill against the log: what agrees, what is missing on which side, and why amounts
 * differ.
 *
 * <p>Reads events through {@code ledger}; {@code rollup} and {@code profit} answer what the log
 * itself says and know nothing of bills. Files of bills are read in {@code server.importer}, which
 * hands their lines to a {@link dev.tare.core.reconcile.Bill}.
 */
@NullMarked
package dev.tare.core.reconcile;

import org.jspecify.annotations.NullMarked;
