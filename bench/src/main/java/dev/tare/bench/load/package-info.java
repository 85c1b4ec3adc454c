/**
 * Trials of the running server under load, as a sender sees it: a process of its own, reached over
 * loopback HTTP. {@code Traffic} makes the events, {@code Sender} sends them, {@code ServerProcess}
 * starts and asks the server. Neighbour: {@code bench} with the trials inside one process.
 */
@NullMarked
package dev.tare.bench.load;

import org.jspecify.annotations.NullMarked;
