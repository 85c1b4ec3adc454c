package dev.tare.core.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A correction of an event for which nothing could be booked, and not since nothing differs. Its
 * sender was answered long before: whoever watches the ledger has to be told.
 *
 * @param batch what was corrected together, as its sender called it
 * @param key of the event
 * @param time by which it was looked for (UTC)
 */
public record UnmatchedCorrection(
        String batch, EventKey key, @Nullable Instant time, Reason reason) {
    /** Why nothing was booked. */
    public enum Reason {
        /** The log has no such event; with several servers it may wait in another's journal. */
        NOT_RECORDED("isn't in the log"),
        ANOTHER_USERS("is another user's"),
        /** The store would refuse it for its data. */
        UNSTORABLE("can't be stored so");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** To be read behind the event's name. */
        public String words() {
            return words;
        }
    }
}
