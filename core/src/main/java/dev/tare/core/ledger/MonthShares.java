package dev.tare.core.ledger;

import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PeriodUse.Period;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each event's share is of the months that are over, where a provider charges a month as a
 * whole: what the table gives for the month's total, the commitment included, shared out by
 * quantity. It is the same in whatever order the events came, and the shares add up to the month's
 * cost to the last digit: what rounding leaves goes to the event that used most, the earliest of
 * those.
 *
 * <p>Where the price changed within a month, what was used under each card is charged by that card,
 * from where the month had come to when it began to hold.
 */
final class MonthShares {
    /** Nothing is charged by the month. */
    static final MonthShares NONE = new MonthShares(new PriceBookOf(Books.EMPTY));

    /** What an event has to do with a month. */
    private record Found(PeriodUse use, RateCard card, PeriodPricing pricing) {}

    /** The books, asked which card an event has. */
    private record PriceBookOf(Books books) {
        @Nullable Found find(ChargedEvent row) {
            StoredEvent event = row.event();
            if (event.clientCost() != null) {
                return null;
            }
            RateCard card =
                    books.prices()
                            .find(event.provider(), event.operation(), event.model(), event.time());
            if (card == null || !(card.pricing() instanceof PeriodPricing pricing)) {
                return null;
            }
            Call call = Call.of(row.told(), event.time());
            PeriodUse use = PeriodUse.of(call, row.told().status(), card);
            return use == null || isUnpriced(row, card) ? null : new Found(use, card, pricing);
        }

        /** It used what the month's price says nothing of. */
        private static boolean isUnpriced(ChargedEvent row, RateCard card) {
            return PriceBook.cost(row.told(), card, row.event().time()) instanceof Cost.Unpriced;
        }
    }

    private final PriceBookOf book;
    private final Map<Period, Month> months = new HashMap<>();

    private MonthShares(PriceBookOf book) {
        this.book = book;
    }

    /**
     * Those of the months that lie in the scope as a whole, whose rows are all there, and that are
     * over. A scope of some operations or models only has none: a month is charged as a whole.
     */
    static MonthShares of(
            Books books, LogNow log, EventScope scope, @Nullable Instant keptSince, Instant now) {
        boolean any = books.prices().chargesByTheMonth();
        if (!any || scope.operation() != null || scope.model() != null) {
            return NONE;
        }
        MonthShares shares = new MonthShares(new PriceBookOf(books));
        Instant first =
                keptSince == null || keptSince.isBefore(scope.from()) ? scope.from() : keptSince;
        Instant behind = now.isBefore(scope.to()) ? now : scope.to();
        if (!first.isBefore(behind)) {
            return shares;
        }
        EventScope whole = scope.within(first, behind);
        log.each(whole, row -> shares.count(row, whole));
        shares.months.values().forEach(Month::close);
        log.each(whole, shares::round);
        return shares;
    }

    private void count(ChargedEvent row, EventScope whole) {
        Found found = book.find(row);
        if (found == null) {
            return;
        }
        Instant start = found.use().period().start();
        if (!start.isBefore(whole.from()) && !found.pricing().end(start).isAfter(whole.to())) {
            months.computeIfAbsent(found.use().period(), _ -> new Month())
                    .add(found.card(), found.pricing(), found.use().quantity());
        }
    }

    private void round(ChargedEvent row) {
        Found found = book.find(row);
        Month month = found == null ? null : months.get(found.use().period());
        if (found != null && month != null) {
            month.round(row.event(), found.card(), found.use().quantity());
        }
    }

    /** An event's share of its month. */
    record Share(RateCard card, BigDecimal cost) {}

    /** {@code null} where its cost is no share of such a month. */
    @Nullable Share of(ChargedEvent row) {
        Found found = months.isEmpty() ? null : book.find(row);
        Month month = found == null ? null : months.get(found.use().period());
        if (found == null || month == null) {
            return null;
        }
        BigDecimal cost = month.share(row.event(), found.card(), found.use().quantity());
        return Amounts.fits(cost) ? new Share(found.card(), cost) : null;
    }

    /** A month of one price. */
    private static final class Month {
        /** What was used under a card, and what that costs. */
        private static final class Part {
            final RateCard card;
            final PeriodPricing pricing;
            BigDecimal quantity = BigDecimal.ZERO;
            BigDecimal due = BigDecimal.ZERO;

            Part(RateCard card, PeriodPricing pricing) {
                this.card = card;
                this.pricing = pricing;
            }
        }

        private final Map<String, Part> parts = new HashMap<>();
        private BigDecimal quantity = BigDecimal.ZERO;
        private BigDecimal shortfall = BigDecimal.ZERO;
        private BigDecimal left = BigDecimal.ZERO;
        private @Nullable EventKey bearer;
        private @Nullable Instant bearerTime;
        private BigDecimal bearerQuantity = BigDecimal.ONE.negate();

        void add(RateCard card, PeriodPricing pricing, BigDecimal more) {
            Part part = parts.computeIfAbsent(card.id(), _ -> new Part(card, pricing));
            part.quantity = part.quantity.add(more);
            quantity = quantity.add(more);
        }

        void close() {
            BigDecimal before = BigDecimal.ZERO;
            BigDecimal due = BigDecimal.ZERO;
            BigDecimal min = null;
            for (Part part :
                    parts.values().stream()
                            .sorted(
                                    Comparator.comparing((Part one) -> one.card.from())
                                            .thenComparing(one -> one.card.id()))
                            .toList()) {
                part.due = part.pricing.use(before, part.quantity);
                before = before.add(part.quantity);
                due = due.add(part.due);
                min = part.pricing.min();
            }
            shortfall = min == null ? BigDecimal.ZERO : min.subtract(due).max(BigDecimal.ZERO);
            left = Amounts.rounded(due.add(shortfall));
        }

        void round(StoredEvent event, RateCard card, BigDecimal used) {
            left = left.subtract(rounded(card, used));
            if (used.compareTo(bearerQuantity) > 0) {
                bearerQuantity = used;
                bearer = event.key();
                bearerTime = event.time();
            }
        }

        BigDecimal share(StoredEvent event, RateCard card, BigDecimal used) {
            BigDecimal share = rounded(card, used);
            return event.key().equals(bearer) && event.time().equals(bearerTime)
                    ? share.add(left)
                    : share;
        }

        /** used × (due ÷ the card's quantity + shortfall ÷ the month's), rounded once. */
        private BigDecimal rounded(RateCard card, BigDecimal used) {
            Part part = parts.get(card.id());
            if (part == null || part.quantity.signum() == 0) {
                return Amounts.rounded(BigDecimal.ZERO);
            }
            BigDecimal above = part.due.multiply(quantity).add(shortfall.multiply(part.quantity));
            return Amounts.roundedQuotient(used.multiply(above), part.quantity.multiply(quantity));
        }
    }
}
