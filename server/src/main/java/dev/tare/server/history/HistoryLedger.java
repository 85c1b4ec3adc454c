package dev.tare.server.history;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.StoredEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Port: the ledger, as far as an import of history needs it. */
public interface HistoryLedger {
    /**
     * What is recorded under these ids, by id; ids that are new are left out.
     *
     * @throws Away where the ledger can't be asked
     */
    Map<String, StoredEvent> recorded(String source, Collection<String> ids);

    /**
     * Those of these ids whose newest correction came from elsewhere than an import of history.
     *
     * @throws Away where the ledger can't be asked
     */
    default Set<String> correctedByHand(String source, Collection<String> ids) {
        return Set.of();
    }

    /**
     * Calls before that time aren't taken any more: whether they are recorded can't be told. {@code
     * null}: all are.
     *
     * @throws Away where the ledger can't be asked
     */
    default @Nullable Instant keptSince() {
        return null;
    }

    /**
     * Sends events; returns once they are safe.
     *
     * @throws Away where they are not known to be safe; all may be sent again
     */
    void send(String source, List<UsageEvent> events);

    /**
     * Sends calls anew that are recorded otherwise; what differs is booked beside them. Returns
     * once they are safe.
     *
     * @throws Away where they are not known to be safe; all may be sent again
     */
    void correct(String source, List<UsageEvent> events);

    /** The ledger doesn't take part now. */
    final class Away extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Away(String message) {
            super(message, null, false, false);
        }
    }
}
