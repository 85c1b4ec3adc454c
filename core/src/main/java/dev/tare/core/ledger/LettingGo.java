package dev.tare.core.ledger;

import java.time.Instant;

/**
 * A decision to let go of rows of the log; its sums stay.
 *
 * @param before rows of events before this time go: the first instant of a month (UTC)
 * @param decidedAt when it was decided (UTC)
 */
public record LettingGo(Instant before, Instant decidedAt) {}
