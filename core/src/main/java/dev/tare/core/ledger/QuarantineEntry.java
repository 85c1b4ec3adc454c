package dev.tare.core.ledger;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An event set aside, and what became of it.
 *
 * @param id the same after every replay: the beginning of its journal's id, and its number among
 *     all that were set aside from that journal, such as {@code 5b8f0c39-17}
 * @param decision the one that settled it, {@code null} while it waits
 */
public record QuarantineEntry(
        String id, QuarantinedEvent event, @Nullable QuarantineDecision decision) {
    /** Where an entry stands. */
    public enum State {
        WAITING,
        RETRIED,
        DISCARDED;

        /** The stable code in SQL and JSON. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state of that code, {@code null} if there is none. */
        public static @Nullable State of(String code) {
            for (State state : values()) {
                if (state.code().equals(code)) {
                    return state;
                }
            }
            return null;
        }
    }

    /** Where it stands. */
    public State state() {
        if (decision == null) {
            return State.WAITING;
        }
        return decision.releases() ? State.RETRIED : State.DISCARDED;
    }

    /** The identity of the event as it was sent. */
    public EventKey key() {
        return new EventKey(event.source(), event.event().id());
    }

    /** The id of the {@code number}th event set aside from that journal, from 1. */
    public static String id(JournalPosition journal, long number) {
        return journal.journal().toString().substring(0, 8) + "-" + number;
    }
}
