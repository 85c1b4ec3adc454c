package dev.tare.core.ledger;

import dev.tare.core.pricing.CreditValue;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PlanBook;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How the stored credit value of an event came about: credits × price ÷ credits of its plan.
 *
 * @param credits charged; {@code null} = nobody knows how many
 * @param plan the terms in force at the event's time; {@code null} = none are known
 * @param book what the book says by now
 * @param agrees whether that is what is stored, known or not
 */
public record ExplainedValue(
        @Nullable BigDecimal credits, @Nullable Plan plan, CreditValue book, boolean agrees) {
    /** Of that row, by these plans. */
    static ExplainedValue of(ChargedEvent row, PlanBook plans) {
        StoredEvent event = row.event();
        CreditValue book = plans.value(row.told(), event.time());
        return new ExplainedValue(
                event.credits(),
                plans.planAt(event.plan(), event.time()),
                book,
                StoredEvent.sameAmount(book.amount(), row.creditValue()));
    }
}
