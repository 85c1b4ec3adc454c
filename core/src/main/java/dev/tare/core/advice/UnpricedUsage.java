package dev.tare.core.advice;

import dev.tare.core.event.EventStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Port: which calls of the log have no price, as they are with their last correction. */
public interface UnpricedUsage {
    /**
     * The largest groups of such calls, by calls.
     *
     * @param from the first moment (UTC)
     * @param to the first moment no longer asked for (UTC)
     * @param groupsMax how many groups at most; the others are counted
     */
    Found find(Instant from, Instant to, int groupsMax);

    /**
     * What was found.
     *
     * @param groups the largest first; of equal ones by name
     * @param moreGroups how many groups there are besides
     * @param moreCalls how many calls those have
     */
    record Found(List<Group> groups, long moreGroups, long moreCalls) {
        public Found {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Calls alike in what a price is looked up by: provider, operation, model, how they ended, and
     * the units they told.
     *
     * @param model {@code null} = none
     * @param calls how many
     * @param quantities what they used together, by unit
     * @param first the time of the first (UTC)
     * @param last the time of the last (UTC)
     * @param metadata what one or two of them told beside; empty where none told anything
     */
    record Group(
            String provider,
            String operation,
            @Nullable String model,
            EventStatus status,
            long calls,
            SortedMap<String, BigDecimal> quantities,
            Instant first,
            Instant last,
            List<String> metadata) {
        public Group {
            quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
            metadata = List.copyOf(metadata);
        }
    }
}
