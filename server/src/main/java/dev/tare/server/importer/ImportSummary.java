package dev.tare.server.importer;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an import read and sent.
 *
 * @param rows rows read, blank lines and the header not counted
 * @param sent events handed to the sink; 0 in a dry run
 * @param accepted events the sink took; those it knew already are among them
 * @param rejected events the sink refused
 * @param broken rows that are no events
 * @param firstBroken the first of the broken and rejected rows, {@value #FIRST_BROKEN_MAX} at most
 * @param rejectedFile where broken and rejected rows were kept, {@code null} = there are none
 * @param first earliest time of an event, {@code null} = no events
 * @param last latest time of an event
 * @param providers events by provider; of more than {@value #NAMES_MAX} names the rest is under
 *     {@value #OTHER}
 * @param operations events by operation, likewise
 * @param models events by model, likewise
 * @param quantities sum by unit
 * @param neverSeen mapped columns that no row had
 */
public record ImportSummary(
        long rows,
        long sent,
        long accepted,
        long rejected,
        long broken,
        List<BrokenRow> firstBroken,
        @Nullable Path rejectedFile,
        @Nullable Instant first,
        @Nullable Instant last,
        SortedMap<String, Long> providers,
        SortedMap<String, Long> operations,
        SortedMap<String, Long> models,
        SortedMap<String, BigDecimal> quantities,
        List<String> neverSeen) {
    public static final int FIRST_BROKEN_MAX = 100;
    public static final int NAMES_MAX = 1_000;
    public static final String OTHER = "(other)";

    /** Events read, whether sent or not. */
    public long events() {
        return rows - broken;
    }
}
