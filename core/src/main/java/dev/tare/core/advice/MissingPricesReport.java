package dev.tare.core.advice;

import dev.tare.core.ledger.RowsKept;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls without a price over a span: the largest groups with what to do, and how many there are
 * besides.
 *
 * @param from the first moment (UTC)
 * @param to the first moment no longer in it (UTC)
 * @param missing the largest first
 * @param moreGroups how many groups there are besides
 * @param moreCalls how many calls those have
 * @param rowsKeptSince where single events of the span were let go: the day (UTC) from which on
 *     they are kept; {@code null} = all of the span are
 */
public record MissingPricesReport(
        Instant from,
        Instant to,
        List<MissingPrice> missing,
        long moreGroups,
        long moreCalls,
        @Nullable String rowsKeptSince) {
    /** More groups than anybody looks at. */
    public static final int GROUPS_MAX = 1_000;

    public MissingPricesReport {
        missing = List.copyOf(missing);
    }

    /**
     * What the ledger has, judged by these prices.
     *
     * @param catalogue cards that may be entered, by the name of their file
     */
    public static MissingPricesReport of(
            UnpricedUsage usage,
            RowsKept kept,
            PriceBook book,
            Map<String, List<RateCard>> catalogue,
            Instant from,
            Instant to) {
        UnpricedUsage.Found found = usage.find(from, to, GROUPS_MAX);
        return new MissingPricesReport(
                from,
                to,
                new MissingPrices(book, catalogue).of(found.groups()),
                found.moreGroups(),
                found.moreCalls(),
                kept.lacks(from) ? kept.date() : null);
    }

    /** How many calls have no price. */
    public long calls() {
        return moreCalls + missing.stream().mapToLong(one -> one.usage().calls()).sum();
    }
}
