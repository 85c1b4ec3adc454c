package dev.tare.server.history;

import dev.tare.core.rollup.Dimensions;
import dev.tare.core.rollup.Sums;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an import of history found, and what it comes to under the workspace's price book. Sums are
 * over all calls read, whether the ledger had them or not.
 *
 * @param tables rows read by table, in the mapping's order
 * @param fresh calls the ledger doesn't have; sent, unless it was a dry run
 * @param known calls the ledger has just so
 * @param corrected calls the ledger has, but with other content: what differs is booked beside
 *     them, unless it was a dry run
 * @param changed calls the ledger has, but with another user or time; nothing is sent for them
 * @param byHand calls that were corrected since by somebody who knew better than the tables, which
 *     say something else; nothing is sent for them
 * @param skipped rows that aren't calls, by the mapping's reason
 * @param broken rows that can't be used, by field and code
 * @param plans calls by how their plan is known: the name of a table, {@code otherwise}, {@code
 *     row} or {@code unknown}
 * @param overlaps calls at whose time several rows of one table named different plans
 * @param gaps calls between two stretches on a plan
 * @param doubts calls whose plan is unknown since a row of plans has a time that can't be read
 * @param byTariff calls for which the tables don't say what was charged
 * @param sums by what they are summed by
 * @param missing calls without cost or without credit value, by reason
 * @param firstBroken the first broken rows, in words
 * @param firstCorrected the first corrected calls, in words
 * @param firstChanged the first changed calls, in words
 * @param firstByHand the first calls corrected by hand, in words
 * @param notes what else to know
 * @param first time of the earliest call, {@code null} = no calls
 * @param last time of the latest call
 */
public record HistorySummary(
        Map<String, Long> tables,
        long fresh,
        long known,
        long corrected,
        long changed,
        long byHand,
        Map<String, Long> skipped,
        Map<String, Long> broken,
        Map<String, Long> plans,
        long overlaps,
        long gaps,
        long doubts,
        long byTariff,
        List<Group> sums,
        List<Missing> missing,
        List<String> firstBroken,
        List<String> firstCorrected,
        List<String> firstChanged,
        List<String> firstByHand,
        List<String> notes,
        @Nullable Instant first,
        @Nullable Instant last) {
    /** The sums over some calls. */
    public record Group(Dimensions of, Sums sums) {}

    /**
     * Calls of which an amount isn't known.
     *
     * @param amount {@code cost} or {@code credit value}
     * @param of who was called, or which plan
     * @param reason a stable code
     */
    public record Missing(
            String amount, String of, String reason, long calls, Instant first, Instant last) {}

    /** Over all calls. */
    public Sums total() {
        return sums.stream().map(Group::sums).reduce(Sums.ZERO, Sums::plus);
    }

    /** Rows read. */
    public long rows() {
        return sum(tables);
    }

    /** The sum of counts. */
    public static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
