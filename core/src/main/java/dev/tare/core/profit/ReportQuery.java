package dev.tare.core.profit;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is asked of a report.
 *
 * @param from first instant (UTC)
 * @param to first instant no longer in it (UTC)
 * @param zone in which days, weeks (from Monday) and months are cut
 * @param groupBy columns of the groups, in order; empty = one total
 * @param filters for a dimension the values let through; a missing dimension lets all through. The
 *     empty text stands for "no model". Time can't be filtered here
 * @param amounts with or without later corrections
 * @param quantities whether it is also asked how much was used, by unit. Where nobody looks at
 *     that, an answer without is cheaper
 */
public record ReportQuery(
        Instant from,
        Instant to,
        ZoneId zone,
        List<Dimension> groupBy,
        Map<Dimension, Set<String>> filters,
        ReportAmounts amounts,
        boolean quantities) {
    public ReportQuery {
        groupBy = List.copyOf(groupBy);
        Map<Dimension, Set<String>> copy = new EnumMap<>(Dimension.class);
        filters.forEach((dimension, values) -> copy.put(dimension, Set.copyOf(values)));
        filters = Collections.unmodifiableMap(copy);
    }

    /** With quantities, over the amounts as they are known today. */
    public ReportQuery(
            Instant from,
            Instant to,
            ZoneId zone,
            List<Dimension> groupBy,
            Map<Dimension, Set<String>> filters) {
        this(from, to, zone, groupBy, filters, ReportAmounts.ADJUSTED, true);
    }

    /** The same question of those amounts. */
    public ReportQuery of(ReportAmounts other) {
        return new ReportQuery(from, to, zone, groupBy, filters, other, quantities);
    }

    /** The same question, with quantities or without. */
    public ReportQuery quantities(boolean asked) {
        return new ReportQuery(from, to, zone, groupBy, filters, amounts, asked);
    }

    /** The same question over another span. */
    public ReportQuery over(Instant newFrom, Instant newTo) {
        return new ReportQuery(newFrom, newTo, zone, groupBy, filters, amounts, quantities);
    }

    /** The same question with other groups. */
    public ReportQuery by(Dimension... dimensions) {
        return new ReportQuery(from, to, zone, List.of(dimensions), filters, amounts, quantities);
    }

    /** The same question, with one more filter. */
    public ReportQuery only(Dimension dimension, String value) {
        Map<Dimension, Set<String>> more = new EnumMap<>(Dimension.class);
        more.putAll(filters);
        more.put(dimension, Set.of(value));
        return new ReportQuery(from, to, zone, new ArrayList<>(groupBy), more, amounts, quantities);
    }

    /** Whether it groups or filters by this. */
    public boolean concerns(Dimension dimension) {
        return groupBy.contains(dimension) || filters.containsKey(dimension);
    }
}
