package dev.tare.core.ledger;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.pricing.PriceChange;
import java.time.Instant;

/** One change of state. Every change takes this way in, so that replay gives the same state. */
public sealed interface JournalRecord {
    /** When the server received it (UTC, microseconds). */
    Instant receivedAt();

    /** Usage events of one request. */
    record Usage(UsageBatch batch) implements JournalRecord {
        @Override
        public Instant receivedAt() {
            return batch.receivedAt();
        }
    }

    /** Prices, plans and tariffs, in force for every event recorded after this. */
    record Prices(Instant receivedAt, PriceChange change) implements JournalRecord {}
}
