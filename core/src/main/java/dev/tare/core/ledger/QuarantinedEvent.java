package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A valid event that can't be applied; it waits to be looked at.
 *
 * @param source the application it came from
 * @param receivedAt the receipt stamp (UTC)
 * @param event as sent
 * @param reason why it can't be applied
 * @param explanation one sentence with the fields at odds
 */
public record QuarantinedEvent(
        String source, Instant receivedAt, UsageEvent event, Reason reason, String explanation) {
    /** The closed list of reasons. */
    public enum Reason {
        /** Another event with the same identity and another body is in the ledger. */
        CONFLICT,
        /** Older than the raw rows kept: can't be told from a duplicate any more. */
        TOO_OLD,
        /** The store refuses it for its data. */
        UNSTORABLE;

        /** The stable code in SQL and JSON. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The reason of that code, {@code null} if there is none. */
        public static @Nullable Reason of(String code) {
            for (Reason reason : values()) {
                if (reason.code().equals(code)) {
                    return reason;
                }
            }
            return null;
        }
    }
}
