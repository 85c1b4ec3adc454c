/**
 * Fault trials anyone can run: files damaged at random, disks that fill up. They use the real parts
 * and their own list of what was acknowledged.
 *
 * <p>Neighbours: {@code server.journal} and {@code server.wiring}, whose promises are tried.
 */
@NullMarked
package dev.tare.bench.faults;

import org.jspecify.annotations.NullMarked;
