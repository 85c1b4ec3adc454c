package dev.tare.core.rollup;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.PricedAnew;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.Slices;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.rollup.RepricingDifferences.Difference;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers what rate cards would change, before they are entered: of the events that are logged,
 * were these priced anew, and of what a month like the last one costs. It reads; nothing is booked.
 * Safe for use by many threads.
 */
public final class PriceImpacts {
    /** Over how long usage is priced as if a card had been in force all the time. */
    public static final Duration USAGE_SPAN = Duration.ofDays(30);

    /** Events read from one snapshot; the next ones may be of a later one. */
    private static final long SLICE_ROWS = 100_000;

    private static final PricedAnew.Aim COSTS = new PricedAnew.Aim(false, false);

    private final LogNow log;
    private final Supplier<RowsKept> kept;
    private final ZoneId zone;

    /** Each goes through all events of a span; several at once would only wait for one another. */
    private final Semaphore reading = new Semaphore(1);

    /**
     * Over that log.
     *
     * @param kept which rows there are
     * @param zone in which days are cut
     */
    public PriceImpacts(LogNow log, Supplier<RowsKept> kept, ZoneId zone) {
        this.log = log;
        this.kept = kept;
        this.zone = zone;
    }

    /**
     * What re-pricing the scope would change once the cards are entered.
     *
     * @param scope the smallest that a re-pricing can be asked for with all events concerned in it
     * @param looked events of the scope
     * @param concerned those of them that a new card prices
     * @param differences what the new cards change
     * @param others what else the same re-pricing would change: events of the scope that the book
     *     prices otherwise already
     * @param keptSince events before this time are sums only, and stay as they are; {@code null}:
     *     the scope has none
     */
    public record Impact(
            EventScope scope,
            long looked,
            long concerned,
            RepricingDifferences differences,
            Difference others,
            @Nullable Instant keptSince) {}

    /**
     * What calls of late cost, and what they would had the new cards been in force all the time.
     *
     * @param from the first moment (UTC)
     * @param to behind the last (UTC)
     * @param events that the new cards would have priced
     * @param costNow USD, as they are with their corrections; unpriced ones count as 0
     * @param costThen USD, by the new cards; unpriced ones count as 0
     * @param unpricedNow how many of them have no cost
     * @param unpricedThen how many of them would have none
     * @param compared those of them with a cost on both sides: only these can be compared
     */
    public record Usage(
            Instant from,
            Instant to,
            long events,
            BigDecimal costNow,
            BigDecimal costThen,
            long unpricedNow,
            long unpricedThen,
            Compared compared) {
        /** How many would get a cost that have none. */
        public long newlyPriced() {
            return events - unpricedThen - compared.events();
        }

        /** How many would lose the cost they have. */
        public long newlyUnpriced() {
            return events - unpricedNow - compared.events();
        }
    }

    /**
     * Calls that have a cost and would have one.
     *
     * @param events how many
     * @param costNow USD, as they are with their corrections
     * @param costThen USD, by the new cards
     */
    public record Compared(long events, BigDecimal costNow, BigDecimal costThen) {}

    /** Does that work while nobody else does any; {@code null} where somebody does. */
    public <T> @Nullable T alone(Supplier<T> work) {
        if (!reading.tryAcquire()) {
            return null;
        }
        try {
            return work.get();
        } finally {
            reading.release();
        }
    }

    /** How many events a span has, of any provider: what reading it may come to. */
    public long rows(Instant from, Instant to) {
        long[] rows = new long[1];
        if (from.isBefore(to)) {
            log.eachQuarterHour(from, to, (_, count) -> rows[0] += count);
        }
        return rows[0];
    }

    /**
     * The events that cards may price from the first one's start until now, as a re-pricing is
     * asked for; {@code null} where all begin later. Where one of their providers has a price by
     * the month it is all of the provider's: a month is priced as a whole.
     */
    public static @Nullable EventScope scope(Books then, List<RateCard> news, Instant now) {
        Instant from = news.stream().map(RateCard::from).min(Comparator.naturalOrder()).orElse(now);
        Instant to =
                news.stream()
                        .map(card -> card.to() == null || card.to().isAfter(now) ? now : card.to())
                        .max(Comparator.naturalOrder())
                        .orElse(now);
        if (!from.isBefore(to)) {
            return null;
        }
        return scope(news, from, to, byTheMonth(then, news));
    }

    /** Months of other providers don't change by these cards. */
    private static boolean byTheMonth(Books then, List<RateCard> news) {
        return then.prices()
                .chargesByTheMonth(
                        news.stream().map(RateCard::provider).collect(Collectors.toSet()));
    }

    private static EventScope scope(List<RateCard> news, Instant from, Instant to, boolean whole) {
        return new EventScope(
                from,
                to,
                common(news, RateCard::provider),
                whole ? null : common(news, RateCard::operation),
                whole ? null : common(news, RateCard::model));
    }

    private static @Nullable String common(List<RateCard> news, Function<RateCard, String> name) {
        Set<String> names = news.stream().map(name).collect(Collectors.toSet());
        String only = names.size() == 1 ? names.iterator().next() : RateCard.ANY;
        return only.equals(RateCard.ANY) ? null : only;
    }

    /**
     * What cards would change of what is logged.
     *
     * @param news none of them known to the books
     * @return {@code null} where all of them begin later than now
     */
    public @Nullable Impact impact(Books books, List<RateCard> news, Instant now) {
        Books then = books.with(new PriceChange(news, List.of(), List.of()));
        EventScope scope = scope(then, news, now);
        if (scope == null) {
            return null;
        }
        RowsKept rows = kept.get();
        PricedAnew anew = PricedAnew.of(then, COSTS, log, scope, rows, now);
        // A month's shares may change of events, too, that another card prices.
        PricedAnew today =
                byTheMonth(then, news) ? PricedAnew.of(books, COSTS, log, scope, rows, now) : null;
        Set<String> ids = news.stream().map(RateCard::id).collect(Collectors.toSet());
        RepricingDifferences ours = new RepricingDifferences(zone);
        RepricingDifferences others = new RepricingDifferences(zone);
        long[] counts = new long[2];
        each(
                scope,
                rows,
                row -> {
                    RateCard card = charging(then.prices(), row);
                    boolean governed = card != null && ids.contains(card.id());
                    counts[0]++;
                    counts[1] += governed ? 1 : 0;
                    ChargedEvent after = anew.anew(row);
                    if (after != null) {
                        boolean byThem = governed || isOther(today, row, after);
                        (byThem ? ours : others).add(LogNow.Change.of(row, after));
                    }
                });
        Instant since = rows.lacks(scope.from()) ? rows.since() : null;
        return new Impact(scope, counts[0], counts[1], ours, others.total(), since);
    }

    /** Whether pricing it anew today comes to something else. */
    private static boolean isOther(
            @Nullable PricedAnew today, ChargedEvent row, ChargedEvent after) {
        return today != null && !Objects.equals(today.anew(row), after);
    }

    private void each(EventScope scope, RowsKept rows, Consumer<ChargedEvent> sink) {
        for (Slices.Slice slice : Slices.of(log, scope, rows, SLICE_ROWS)) {
            log.each(slice.scope(), sink);
        }
    }

    /** The card that prices an event; {@code null} where none does, or its sender told its cost. */
    static @Nullable RateCard charging(PriceBook book, ChargedEvent row) {
        var event = row.event();
        return event.clientCost() != null
                ? null
                : book.find(event.provider(), event.operation(), event.model(), event.time());
    }

    /**
     * What the calls of the last {@link #USAGE_SPAN} cost at these cards, as if they had been in
     * force throughout and no weaker one had.
     *
     * @return {@code null} where one of the cards charges by the month: what a call costs by it
     *     depends on all others
     */
    public @Nullable Usage usage(Books books, List<RateCard> news, Instant now) {
        if (news.isEmpty() || news.stream().anyMatch(c -> c.pricing() instanceof PeriodPricing)) {
            return null;
        }
        RowsKept rows = kept.get();
        Instant from = now.minus(USAGE_SPAN);
        PricedUsage usage = new PricedUsage(books.prices(), news, from);
        each(scope(usage.cards(), from, now, false), rows, usage::add);
        return usage.told(rows.lacks(from) ? Objects.requireNonNull(rows.since()) : from, now);
    }
}
