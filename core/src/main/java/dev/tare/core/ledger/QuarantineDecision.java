package dev.tare.core.ledger;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided about an entry of the quarantine, and what came of it.
 *
 * @param entry the entry's id
 * @param at when it was decided (UTC)
 * @param newId the id under which a retried event was to be recorded; {@code null} = its own
 * @param by who decided, a key's name or the login
 * @param note why, in their words
 */
public record QuarantineDecision(
        String entry,
        Instant at,
        Action action,
        Outcome outcome,
        @Nullable String newId,
        String by,
        @Nullable String note) {
    /** What can be decided. */
    public enum Action {
        /** The event is priced and recognised again. */
        RETRY,
        /** The event stays out of the ledger for good. */
        DISCARD;

        /** The stable code in SQL and JSON. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What came of it. Only the first three settle the entry. */
    public enum Outcome {
        /** The event is in the log now. */
        RECORDED,
        /** The event was in the log already, word for word. */
        DUPLICATE,
        DISCARDED,
        /** It still says something else than the row of its identity: it goes on waiting. */
        CONFLICT,
        /** The store still refuses it: it goes on waiting. */
        UNSTORABLE,
        /** It is older than the rows kept: it goes on waiting. */
        TOO_OLD,
        /** Another decision came first; this one changed nothing. */
        SETTLED_BEFORE;

        /** Whether the entry waits no more because of it. */
        public boolean settles() {
            return this == RECORDED || this == DUPLICATE || this == DISCARDED;
        }

        /** The stable code in SQL and JSON. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it takes the event out of quarantine. */
    public boolean releases() {
        return action == Action.RETRY && outcome.settles();
    }
}
