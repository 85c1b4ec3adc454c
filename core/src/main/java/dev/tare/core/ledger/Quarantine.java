package dev.tare.core.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Port: reads what was set aside. Entries are never changed; decisions are added to them. */
public interface Quarantine {
    /** Entries of one page at most. */
    int PAGE_MAX = 500;

    /**
     * Which entries, newest receipt first.
     *
     * @param state {@code null} = all
     * @param reason {@code null} = all
     * @param after the id behind which the page begins, {@code null} = at the newest; an unknown id
     *     gives an empty page
     * @param limit from 1 to {@link #PAGE_MAX}
     */
    record Filter(
            QuarantineEntry.@Nullable State state,
            QuarantinedEvent.@Nullable Reason reason,
            @Nullable String after,
            int limit) {
        /** The newest that wait. */
        public static final Filter WAITING =
                new Filter(QuarantineEntry.State.WAITING, null, null, 50);
    }

    /** How many entries stand where. */
    record Tally(long waiting, long retried, long discarded) {}

    List<QuarantineEntry> list(Filter filter);

    /** The entry of that id, {@code null} where there is none. */
    @Nullable QuarantineEntry entry(String id);

    /** For each of these identities the row of the log received first, where there is one. */
    Map<EventKey, StoredEvent> firstRows(Collection<EventKey> keys);

    Tally tally();
}
