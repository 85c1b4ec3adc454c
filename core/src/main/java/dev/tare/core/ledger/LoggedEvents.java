package dev.tare.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Port: single events of the log, read for people. It reads beside the recorder and never keeps it
 * waiting.
 *
 * <p>The log has no index in every store, so the work is bounded: what takes longer than {@link
 * #TIME_MAX} ends with {@link ReadingTooLong}.
 */
public interface LoggedEvents {
    /** Events of one page at most. */
    int PAGE_MAX = 500;

    /** Events of one id that are told at most. */
    int FOUND_MAX = 20;

    /** How long a question may take. */
    Duration TIME_MAX = Duration.ofSeconds(10);

    /**
     * The events with that id, the latest first, of equal ones by source.
     *
     * @throws ReadingTooLong where that takes longer than {@link #TIME_MAX}
     */
    Found find(Search search);

    /**
     * A page of events as they are with their last correction, the latest first; of equal ones by
     * source and id, the last first.
     *
     * @throws ReadingTooLong where that takes longer than {@link #TIME_MAX}
     */
    Page page(Filter filter);

    /**
     * An id, and where known what narrows the search.
     *
     * @param source {@code null} = of any
     * @param time exactly the event's (UTC), which spares looking at others; {@code null} = any
     */
    record Search(String id, @Nullable String source, @Nullable Instant time) {}

    /**
     * Events of one id: it may have been used by several sources, and at several times.
     *
     * @param more whether there are others besides
     */
    record Found(List<LoggedEvent> events, boolean more) {
        public Found {
            events = List.copyOf(events);
        }
    }

    /** What events can be chosen by. */
    enum Field {
        PROVIDER,
        OPERATION,
        MODEL,
        PLAN,
        USER,
        STATUS
    }

    /**
     * Which events, as they are now.
     *
     * @param from the first moment (UTC)
     * @param to the first moment no longer asked for (UTC)
     * @param only for a field the values let through; a missing field lets all through. The empty
     *     text stands for "no model"
     * @param unpriced whether only those without a cost are asked for
     * @param before the page begins behind this one, {@code null} = at the latest
     * @param limit from 1 to {@link #PAGE_MAX}
     */
    record Filter(
            Instant from,
            Instant to,
            Map<Field, Set<String>> only,
            boolean unpriced,
            @Nullable Place before,
            int limit) {
        public Filter {
            Map<Field, Set<String>> copy = new EnumMap<>(Field.class);
            only.forEach((field, values) -> copy.put(field, Set.copyOf(values)));
            only = Collections.unmodifiableMap(copy);
        }
    }

    /** Where an event stands in the order of pages. */
    record Place(Instant time, String source, String id) {
        /** That event's. */
        public static Place of(ChargedEvent row) {
            EventKey key = row.event().key();
            return new Place(row.event().time(), key.source(), key.id());
        }
    }

    /** An event as it is now, and whether anything was corrected. */
    record Row(ChargedEvent event, boolean corrected) {}

    /**
     * Events of a page.
     *
     * @param next what the next page begins behind, {@code null} = there is none
     */
    record Page(List<Row> rows, @Nullable Place next) {
        public Page {
            rows = List.copyOf(rows);
        }

        /** The first of these, and a next page where there are more. */
        public static Page of(List<Row> rows, int limit) {
            return rows.size() <= limit
                    ? new Page(rows, null)
                    : new Page(rows.subList(0, limit), Place.of(rows.get(limit - 1).event()));
        }
    }
}
