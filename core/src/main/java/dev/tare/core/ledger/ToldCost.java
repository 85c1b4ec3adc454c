package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.Explanation;
import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cost that the sender told, beside what the book says.
 *
 * @param told USD
 * @param book what the book says, as if no cost had been told
 * @param byTheMonth whether the book charges a month as a whole: what one call costs then depends
 *     on the others of its month, among which those with a told cost aren't counted
 */
public record ToldCost(BigDecimal told, Explanation book, boolean byTheMonth) {
    /** Both are rounded once when they are stored. */
    private static final BigDecimal ROUNDING = BigDecimal.ONE.movePointLeft(Amounts.SCALE);

    /** That of an event whose cost was told. */
    public static ToldCost of(ChargedEvent row, PriceBook prices) {
        Explanation book = book(row, prices);
        BigDecimal told = Objects.requireNonNull(row.apiCost(), "a told cost");
        RateCard card = book.card();
        UsageEvent event = row.told();
        boolean byTheMonth =
                card != null
                        && PeriodUse.of(Call.of(event, row.event().time()), event.status(), card)
                                != null;
        return new ToldCost(told, book, byTheMonth);
    }

    /** What the book says of that event, whatever its row says. */
    static Explanation book(ChargedEvent row, PriceBook prices) {
        StoredEvent event = row.event();
        UsageEvent told = row.told();
        return prices.explained(
                event.provider(),
                event.operation(),
                event.model(),
                told.status(),
                Call.of(told, event.time()));
    }

    /** What the call costs by the book, as it would be stored; {@code null} = it can't say. */
    public @Nullable BigDecimal byTheBook() {
        return byTheMonth ? null : book.cost().amount();
    }

    /** What was told more than the book says; {@code null} where the book can't say. */
    public @Nullable BigDecimal difference() {
        BigDecimal amount = byTheBook();
        return amount == null ? null : told.subtract(amount);
    }

    /** Whether the two differ by more than rounding can make. */
    public boolean differs() {
        BigDecimal difference = difference();
        return difference != null && difference.abs().compareTo(ROUNDING) > 0;
    }
}
