package dev.tare.server.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chart as the page's script draws it. Every number comes twice: as text for people, made here,
 * and plain for the length of a bar, which is all the script computes.
 *
 * @param kind how it is drawn
 * @param label what it shows, in a sentence, for people who can't see it
 * @param buckets along the axis
 * @param series in order
 */
public record Chart(Kind kind, String label, List<Timeline.Bucket> buckets, List<Series> series) {
    public Chart {
        buckets = List.copyOf(buckets);
        series = List.copyOf(series);
    }

    /** The forms there are. */
    public enum Kind {
        /** Bars over time, one on the other. */
        STACK,
        /** Amounts as lines over time, a percentage in a strip of its own below. */
        TREND,
        /** Bars side by side. */
        GROUPS
    }

    /** How a series is drawn. */
    public enum Role {
        BAR,
        REVENUE,
        COST,
        PROFIT,
        MARGIN,
        /** Only told in the tooltip. */
        NOTE
    }

    /**
     * A row of values, one for each bucket.
     *
     * @param color slot in the palette, -1 = the colour of its role
     * @param values plain decimals, {@code null} where unknown: nothing is drawn there
     * @param texts for people
     */
    public record Series(
            String name, Role role, int color, List<@Nullable String> values, List<String> texts) {}
}
