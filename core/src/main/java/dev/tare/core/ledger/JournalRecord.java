package dev.tare.core.ledger;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.pricing.PriceChange;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * What somebody decided about entries of the quarantine.
     *
     * @param entries their ids
     * @param newId the id under which a retried event is recorded; {@code null} = its own
     * @param by who decided
     * @param note why, in their words
     */
    record Decision(
            Instant receivedAt,
            List<String> entries,
            QuarantineDecision.Action action,
            @Nullable String newId,
            String by,
            @Nullable String note)
            implements JournalRecord {
        public Decision {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Events of the log, told anew as they should have been told. What differs is booked beside
     * them; their rows stay.
     *
     * @param usage the events, under the identity, time and user they were recorded with
     * @param reason why, in the sender's words
     * @param batch what the sender calls the corrections that belong together
     */
    record Correction(UsageBatch usage, String reason, String batch) implements JournalRecord {
        @Override
        public Instant receivedAt() {
            return usage.receivedAt();
        }
    }

    /**
     * Rows of the log are let go; their sums stay. Where as much was let go before it changes
     * nothing.
     *
     * @param before rows of events before this time go: the first instant of a month (UTC)
     */
    record Retention(Instant receivedAt, Instant before) implements JournalRecord {
        public Retention {
            if (!isMonth(before)) {
                throw new IllegalArgumentException("No month (UTC) begins at " + before);
            }
        }

        /** Whether a month (UTC) begins then. */
        public static boolean isMonth(Instant time) {
            OffsetDateTime moment = time.atOffset(ZoneOffset.UTC);
            return moment.getDayOfMonth() == 1 && moment.toLocalTime().equals(LocalTime.MIN);
        }
    }

    /**
     * Events of the log are priced anew, by the books as they stand when this record's turn comes.
     * Where that gives another cost the difference is booked beside them; their rows stay.
     *
     * @param batch what the corrections booked for it are called
     * @param reason why, in somebody's words
     * @param scope which events
     * @param aim what is asked of the books
     */
    record Repricing(
            Instant receivedAt, String batch, String reason, EventScope scope, PricedAnew.Aim aim)
            implements JournalRecord {
        /** Of their costs; of their credits' values too where that is said. */
        public Repricing(
                Instant receivedAt,
                String batch,
                String reason,
                EventScope scope,
                boolean creditValues) {
            this(receivedAt, batch, reason, scope, new PricedAnew.Aim(creditValues, false));
        }
    }
}
