package dev.tare.core.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a span into slices that hold so many events at most. Where a single quarter hour has more,
 * it is a slice by itself. Slices lie side by side from the first event to the last: what is
 * recorded late falls into one of them.
 */
public final class Slices {
    private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);

    /** A slice and how many events it held when it was cut. */
    public record Slice(EventScope scope, long rows) {}

    private final EventScope whole;
    private final long rowsMax;
    private final List<Slice> slices = new ArrayList<>();
    private @Nullable Instant begin;
    private Instant end;
    private long rows;

    private Slices(EventScope whole, long rowsMax) {
        this.whole = whole;
        this.rowsMax = rowsMax;
        this.end = whole.from();
    }

    /** The slices of that span, earliest first; none where it has no events with rows. */
    public static List<Slice> of(LogNow log, EventScope whole, RowsKept kept, long rowsMax) {
        Instant since = kept.since();
        Instant from = since != null && since.isAfter(whole.from()) ? since : whole.from();
        if (!from.isBefore(whole.to())) {
            return List.of();
        }
        Slices slices = new Slices(whole.within(from, whole.to()), rowsMax);
        log.eachQuarterHour(from, whole.to(), slices::add);
        slices.cut();
        return slices.slices;
    }

    private void add(Instant quarterHour, long more) {
        if (begin != null && rows + more > rowsMax) {
            cut();
            begin = end;
        }
        if (begin == null) {
            begin = later(quarterHour, whole.from());
        }
        Instant behind = quarterHour.plus(QUARTER_HOUR);
        end = behind.isBefore(whole.to()) ? behind : whole.to();
        rows += more;
    }

    private void cut() {
        if (begin != null) {
            slices.add(new Slice(whole.within(begin, end), rows));
        }
        rows = 0;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
