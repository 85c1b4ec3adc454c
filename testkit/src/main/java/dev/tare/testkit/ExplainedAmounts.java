package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.ExplainedCost;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.ExplainedEvent.Correction;
import dev.tare.core.ledger.ExplainedEvent.Stage;
import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.CostPart;
import java.math.BigDecimal;

/** Holds an explanation against the amounts stored. */
public final class ExplainedAmounts {
    private ExplainedAmounts() {}

    /**
     * Fails where parts don't add up to the cost stored, or a correction doesn't begin where the
     * one before ended. Returns how many parts were added up.
     */
    public static int check(String what, ExplainedEvent explained) {
        int parts = check(what, explained.charged());
        Stage before = explained.charged();
        for (Correction correction : explained.corrections()) {
            assertThat(correction.booked().before()).as(what).isEqualTo(before.row());
            parts += check(what, correction.after());
            before = correction.after();
        }
        assertThat(explained.now().row()).as(what).isEqualTo(explained.event().now());
        return parts;
    }

    private static int check(String what, Stage stage) {
        return switch (stage.cost()) {
            case ExplainedCost.ByCard card -> {
                assertThat(card.agrees()).as(what).isTrue();
                yield added(what, stage, (Cost.Priced) card.explanation().cost());
            }
            case ExplainedCost.Share share -> {
                assertThat(share.month()).as(what).isNotNull();
                yield 0;
            }
            case ExplainedCost.Told told -> {
                assertThat(told.beside().told()).as(what).isEqualTo(stage.row().apiCost());
                yield 0;
            }
            case ExplainedCost.Unpriced _ -> {
                assertThat(stage.row().apiCost()).as(what).isNull();
                yield 0;
            }
            case ExplainedCost.CardUnknown unknown ->
                    throw new AssertionError(what + ": no card " + unknown.cardId());
        };
    }

    private static int added(String what, Stage stage, Cost.Priced cost) {
        BigDecimal sum = BigDecimal.ZERO;
        for (CostPart part : cost.parts()) {
            assertThat(part.quantity().multiply(part.rate()))
                    .as(what)
                    .isEqualByComparingTo(part.exact());
            sum = sum.add(part.exact());
        }
        assertThat(sum).as(what).isEqualByComparingTo(cost.exact());
        assertThat(Amounts.rounded(sum)).as(what).isEqualByComparingTo(stage.row().apiCost());
        return cost.parts().size();
    }
}
