package dev.tare.server.history;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.StoredEvent;
import java.util.List;

/**
 * Port: where a row goes that says something else now than when it was recorded, because a plan
 * became known or a status changed. This is the one place from which adjustments are to be booked;
 * none are yet, so what is recorded stands, and the summary says so.
 */
public interface Corrections {
    /** Books nothing. */
    Corrections NOT_BOOKED = (recorded, now, fields) -> {};

    /**
     * A recorded call differs from its row.
     *
     * @param recorded what the ledger has
     * @param now what the row says
     * @param fields the names of the fields that differ
     */
    void changed(StoredEvent recorded, UsageEvent now, List<String> fields);
}
