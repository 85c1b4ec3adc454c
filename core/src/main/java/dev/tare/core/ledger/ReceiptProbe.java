package dev.tare.core.ledger;

import java.time.Instant;

/**
 * A question for the rows of an identity that were received in a stretch of time.
 *
 * @param key the identity
 * @param from start of the stretch (UTC), inclusive
 * @param to end of the stretch (UTC), exclusive
 */
public record ReceiptProbe(EventKey key, Instant from, Instant to) {}
