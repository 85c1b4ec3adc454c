package dev.tare.core.advice;

import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.PriceBook;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Costs that senders told over a span, beside what the book says.
 *
 * @param from the first moment (UTC)
 * @param to the first moment no longer in it (UTC)
 * @param groups the largest difference first
 * @param more what is in groups besides; {@code null} = there are none
 * @param total over all
 * @param rowsKeptSince where single events of the span were let go: the day (UTC) from which on
 *     they are kept; {@code null} = all of the span are
 */
public record ToldCostsReport(
        Instant from,
        Instant to,
        List<Group> groups,
        @Nullable More more,
        Sum total,
        @Nullable String rowsKeptSince) {
    /** More groups than anybody looks at. */
    public static final int GROUPS_MAX = 1_000;

    public ToldCostsReport {
        groups = List.copyOf(groups);
    }

    /** Calls alike in what a price is looked up by; {@code model} is {@code null} = none. */
    public record Group(String provider, String operation, @Nullable String model, Sum sum) {}

    /**
     * What isn't listed.
     *
     * @param groups how many groups, at least
     * @param events how many events those have
     * @param differing how many of these differ
     */
    public record More(long groups, long events, long differing) {}

    /**
     * Sums over events with a told cost.
     *
     * @param events how many
     * @param told what was told, USD
     * @param compared how many the book can price; those of prices by the month aren't among them
     * @param toldOfCompared what was told of these, USD
     * @param book what the book says of these, USD
     * @param differing how many differ by more than rounding
     */
    public record Sum(
            long events,
            BigDecimal told,
            long compared,
            BigDecimal toldOfCompared,
            BigDecimal book,
            long differing) {
        /** What was told more than the book says, of what it can price. */
        public BigDecimal difference() {
            return toldOfCompared.subtract(book);
        }

        /** The same as a percentage of what the book says; {@code null} where that is 0. */
        public @Nullable BigDecimal percent() {
            return Amounts.percent(difference(), book);
        }
    }

    /** What that log has, beside these prices. The log is gone through once, event by event. */
    public static ToldCostsReport of(
            LogNow log, RowsKept kept, PriceBook prices, Instant from, Instant to) {
        ToldCosts costs = new ToldCosts(prices);
        Instant since = kept.since();
        Instant first = since == null || since.isBefore(from) ? from : since;
        if (first.isBefore(to)) {
            log.eachTold(EventScope.of(first, to), costs::add);
        }
        List<Group> all = costs.groups();
        List<Group> shown = all.subList(0, Math.min(GROUPS_MAX, all.size()));
        return new ToldCostsReport(
                from,
                to,
                shown,
                more(all.size() - shown.size(), shown, costs.total()),
                costs.total(),
                kept.lacks(from) ? kept.date() : null);
    }

    private static @Nullable More more(long groups, List<Group> shown, Sum total) {
        long events = total.events();
        long differing = total.differing();
        for (Group one : shown) {
            events -= one.sum().events();
            differing -= one.sum().differing();
        }
        return events == 0 ? null : new More(groups, events, differing);
    }
}
