package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Prices events by the books, each at its own time, as if it were recorded now. What a sender said
 * stays: a cost, and credits that no tariff can have given ({@link KeptCredits}).
 *
 * @param books that say what events cost
 * @param creditValues whether what their credits are worth, and how many those that nobody told
 *     were, is asked of the books too
 */
public record PricedAnew(Books books, boolean creditValues) implements Revaluation {
    /** How the cost of an event is known whose month was settled. */
    static final String SETTLED = "settled";

    @Override
    public @Nullable ChargedEvent anew(ChargedEvent now) {
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
                        || (byTheMonth && position == null)
                        || now.pricing().equals(SETTLED);
        boolean sameValue =
                !creditValues
                        || (StoredEvent.sameAmount(now.creditValue(), anew.creditValue())
                                && StoredEvent.sameAmount(was.credits(), anew.event().credits()));
        if (sameCost && sameValue) {
            return null;
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
        boolean kept = !creditValues || KeptCredits.wereSurelySent(now.event(), books.plans());
        return kept ? told : told.withoutCredits();
    }
}
