package dev.tare.core.ledger;

import java.time.Instant;

/**
 * How far a record has come that is taken in slices.
 *
 * @param batch what the corrections booked for it are called
 * @param reached events before this time are done (UTC)
 * @param eventsDone events of the span looked at; all of it, whatever provider is asked for
 * @param events events of the span
 */
public record SliceProgress(String batch, Instant reached, long eventsDone, long events) {}
