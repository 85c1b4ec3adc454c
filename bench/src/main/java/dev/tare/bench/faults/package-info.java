/**
 * Fault trials anyone can run: servers killed, files damaged, disks that fill up, wires that break,
 * too many senders. They use the real parts, and compare the ledger with a journal of their own
 * ({@link dev.tare.bench.faults.OwnBook}) to the id and the cent.
 *
 * <p>Neighbours: {@code bench.load} starts servers and sends; {@code server.journal} and {@code
 * server.wiring} are what is tried.
 */
@NullMarked
package dev.tare.bench.faults;

import org.jspecify.annotations.NullMarked;
