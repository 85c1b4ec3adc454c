package dev.tare.core.rollup;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.PricedAnew;
import dev.tare.core.ledger.Revaluation;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.Slices;
import dev.tare.core.pricing.Books;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a re-pricing would change, and what one has changed. It reads; what is booked is the
 * recorder's work. Safe for use by many threads.
 */
public final class Repricings {
    /** Events read from one snapshot; the next ones may be of a later one. */
    private static final long SLICE_ROWS = 100_000;

    private final LogNow log;
    private final Supplier<RowsKept> kept;
    private final Supplier<Books> books;
    private final ZoneId zone;

    /**
     * Over that log.
     *
     * @param kept which rows there are
     * @param books as they stand
     * @param zone in which days are cut
     */
    public Repricings(LogNow log, Supplier<RowsKept> kept, Supplier<Books> books, ZoneId zone) {
        this.log = log;
        this.kept = kept;
        this.books = books;
        this.zone = zone;
    }

    /**
     * What would change if it were done now.
     *
     * @param looked events of the scope
     * @param keptSince events before this time are sums only, and stay as they are; {@code null}:
     *     the scope has none
     */
    public record Preview(
            long looked, RepricingDifferences differences, @Nullable Instant keptSince) {}

    /** What would change if these events were priced anew at that time, now. */
    public Preview preview(EventScope scope, PricedAnew.Aim aim, Instant at) {
        RowsKept rows = kept.get();
        Revaluation revaluation = PricedAnew.of(books.get(), aim, log, scope, rows, at);
        RepricingDifferences differences = new RepricingDifferences(zone);
        long[] looked = new long[1];
        for (Slices.Slice slice : Slices.of(log, scope, rows, SLICE_ROWS)) {
            log.each(
                    slice.scope(),
                    now -> {
                        looked[0]++;
                        ChargedEvent anew = revaluation.anew(now);
                        if (anew != null) {
                            differences.add(LogNow.Change.of(now, anew));
                        }
                    });
        }
        return new Preview(looked[0], differences, rows.lacks(scope.from()) ? rows.since() : null);
    }

    /** What was booked under that name. */
    public RepricingDifferences booked(String batch) {
        RepricingDifferences differences = new RepricingDifferences(zone);
        log.eachBooked(batch, differences::add);
        return differences;
    }
}
