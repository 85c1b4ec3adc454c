package dev.tare.core.pricing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a rate card that is about to be entered does to a price book: from when to when it is the
 * one that charges, what charged before, and what goes on charging beside it.
 *
 * @param card the new one
 * @param governsFrom from when on calls of exactly its provider, operation and model are charged by
 *     it (UTC), {@code null} = never: a stronger card is in force all the time
 * @param governsTo when that ends first: at its own end, or where another card takes over; {@code
 *     null} = never
 * @param governsAgain from when on it charges once more after that, as where the one that took over
 *     ends; {@code null} = never
 * @param before what charges such a call until then, by whatever card, for the same or for more;
 *     {@code null} = nothing does. Where the new one never governs, what charges it at its start
 * @param stronger the card for exactly the same that stays in force at its start, since a
 *     negotiated price wins over our own and that over an imported one; {@code null} = none does
 * @param next the card for exactly the same that takes over then; {@code null} = none does
 * @param closer cards for a part of what it is for that hold at some time of its: these go on
 *     charging that part
 * @param takesOver cards for other names, less close, that lose calls to it at some time
 * @param lines each rate of the price before and of the new one, beside each other
 */
public record NewPrice(
        RateCard card,
        @Nullable Instant governsFrom,
        @Nullable Instant governsTo,
        @Nullable Instant governsAgain,
        @Nullable RateCard before,
        @Nullable RateCard stronger,
        @Nullable RateCard next,
        List<RateCard> closer,
        List<RateCard> takesOver,
        List<PriceComparison.Line> lines) {
    public NewPrice {
        closer = List.copyOf(closer);
        takesOver = List.copyOf(takesOver);
        lines = List.copyOf(lines);
    }

    /** What these cards would do to that book, entered together. */
    public static List<NewPrice> of(PriceBook book, List<RateCard> news) {
        PriceBook after = book.with(news);
        return news.stream().map(card -> of(book, after, card)).toList();
    }

    private static NewPrice of(PriceBook book, PriceBook after, RateCard card) {
        Instant from = null;
        Instant to = null;
        Instant again = null;
        for (Instant time : turns(after, card)) {
            boolean governs = card.equals(after.inForce(card, time));
            if (governs && from == null) {
                from = time;
            } else if (!governs && from != null && to == null) {
                to = time;
            } else if (governs && to != null) {
                again = time;
                break;
            }
        }
        if (from != null && to == null) {
            to = card.to();
        }
        RateCard atStart = after.inForce(card, card.from());
        RateCard before = charging(book, card, from == null ? card.from() : from);
        return new NewPrice(
                card,
                from,
                to,
                again,
                before,
                card.equals(atStart) ? null : atStart,
                to == null ? null : after.inForce(card, to),
                closer(after, card),
                TakenOver.of(book, after, card),
                PriceLines.beside(before == null ? null : before.pricing(), card.pricing()));
    }

    /** The moments at which another card for the same may take over, its own start the first. */
    private static TreeSet<Instant> turns(PriceBook after, RateCard card) {
        TreeSet<Instant> turns = new TreeSet<>();
        for (RateCard other : after.alike(card)) {
            turns.add(other.from());
            if (other.to() != null) {
                turns.add(other.to());
            }
        }
        turns.removeIf(time -> !card.holdsAt(time));
        return turns;
    }

    /** What charges a call of that name then: the closest card there is. */
    private static @Nullable RateCard charging(PriceBook book, RateCard card, Instant time) {
        String model = card.model().equals(RateCard.ANY) ? null : card.model();
        return book.find(card.provider(), card.operation(), model, time);
    }

    private static List<RateCard> closer(PriceBook after, RateCard card) {
        List<RateCard> closer = new ArrayList<>();
        for (RateCard other : after.closerThan(card)) {
            boolean meets =
                    (card.to() == null || other.from().isBefore(card.to()))
                            && (other.to() == null || other.to().isAfter(card.from()));
            if (meets) {
                closer.add(other);
            }
        }
        return closer;
    }

    /** Whether it ever charges anything, of a part that no closer card has. */
    public boolean governs() {
        return governsFrom != null;
    }

    /** Whether it charges exactly as what was before. */
    public boolean isNothingNew() {
        return before != null
                && before.pricing().equals(card.pricing())
                && before.failedCalls() == card.failedCalls();
    }

    /** Whether what was before is a card for exactly the same. */
    public boolean takesItsPlace() {
        return before != null
                && before.operation().equals(card.operation())
                && before.model().equals(card.model())
                && Objects.equals(before.provider(), card.provider());
    }
}
