package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Prices events by the books, each at its own time, as if it were recorded now. What a sender said
 * stays: a cost, and credits that no tariff can have given ({@link KeptCredits}). Where a month is
 * charged as a whole and is over, events come to their share of it.
 */
public final class PricedAnew implements Revaluation {
    /** How the cost of an event is known whose month was settled. */
    static final String SETTLED = "settled";

    /**
     * What is asked of the books.
     *
     * @param creditValues whether what credits are worth, and how many those that nobody told were,
     *     is asked of the books too
     * @param onlyMonths whether nothing is but the share of months that are over
     */
    public record Aim(boolean creditValues, boolean onlyMonths) {}

    private final Books books;
    private final Aim aim;
    private final MonthShares months;

    private PricedAnew(Books books, Aim aim, MonthShares months) {
        this.books = books;
        this.aim = aim;
        this.months = months;
    }

    /**
     * By these books, as of now. Where they charge months as a whole the scope's events are read
     * through first.
     */
    public static PricedAnew of(
            Books books, Aim aim, LogNow log, EventScope scope, RowsKept kept, Instant now) {
        return new PricedAnew(books, aim, MonthShares.of(books, log, scope, kept.since(), now));
    }

    @Override
    public @Nullable ChargedEvent anew(ChargedEvent now) {
        MonthShares.Share share = months.of(now);
        ChargedEvent settled = share == null ? now : settled(now, share);
        ChargedEvent anew = aim.onlyMonths() ? settled : byTheBooks(settled);
        return anew.equals(now) ? null : anew;
    }

    private static ChargedEvent settled(ChargedEvent now, MonthShares.Share share) {
        return StoredEvent.sameAmount(now.apiCost(), share.cost())
                ? now
                : new ChargedEvent(
                        now.event(),
                        now.estimated(),
                        share.cost(),
                        now.creditValue(),
                        share.card().id(),
                        SETTLED,
                        now.position());
    }

    private ChargedEvent byTheBooks(ChargedEvent now) {
        StoredEvent was = now.event();
        PricedEvent priced =
                PricedEvent.of(asked(now), was.key().source(), was.receivedAt(), books);
        boolean byTheMonth = PeriodUse.of(priced) != null;
        BigDecimal position = now.position();
        ChargedEvent anew =
                ChargedEvent.of(byTheMonth && position != null ? priced.at(position) : priced);
        boolean sameCost =
                StoredEvent.sameAmount(now.apiCost(), anew.apiCost())
                        // Its month's settlement says what it costs, and gives it a place's worth.
                        || (byTheMonth && (position == null || months.of(now) != null));
        boolean sameValue =
                !aim.creditValues()
                        || (StoredEvent.sameAmount(now.creditValue(), anew.creditValue())
                                && StoredEvent.sameAmount(was.credits(), anew.event().credits()));
        if (sameCost && sameValue) {
            return now;
        }
        return new ChargedEvent(
                sameValue ? was : was.withCredits(anew.event().credits()),
                now.estimated(),
                sameCost ? now.apiCost() : anew.apiCost(),
                sameValue ? now.creditValue() : anew.creditValue(),
                sameCost ? now.rateCardId() : anew.rateCardId(),
                sameCost ? now.pricing() : anew.pricing(),
                sameCost ? now.position() : anew.position());
    }

    /** The event as it is put to the books: without the credits that these are to say. */
    private UsageEvent asked(ChargedEvent now) {
        UsageEvent told = now.told();
        boolean kept =
                !aim.creditValues() || KeptCredits.wereSurelySent(now.event(), books.plans());
        return kept ? told : told.withoutCredits();
    }
}
