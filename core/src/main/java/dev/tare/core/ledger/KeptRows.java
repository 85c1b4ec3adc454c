package dev.tare.core.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Port: what whoever decides how long rows are kept has to know of the log. */
public interface KeptRows {
    /** Which rows there are. */
    RowsKept kept();

    /**
     * The time of the oldest event there is a row of, {@code null} where there is none.
     *
     * @param before later ones are left out
     * @param receivedSince those received earlier are left out
     */
    @Nullable Instant oldest(Instant before, Instant receivedSince);

    /** That time, or the store's own where its clock is behind: what is early can wait. */
    Instant today(Instant now);
}
