/**
 * What keeps the data safe over the years: verified copies of the ledger on a schedule, the end of
 * journal files that are no longer needed, and the ways back.
 *
 * <p>{@link dev.tare.server.wiring.House} has one {@code Upkeep} at work; {@code cli} calls the
 * ways back ({@code Rebuild}, {@code Repair}) on a data folder where no server runs.
 */
@NullMarked
package dev.tare.server.wiring.upkeep;

import org.jspecify.annotations.NullMarked;
