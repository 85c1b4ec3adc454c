package dev.tare.server.cli;

import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.CostPart;
import dev.tare.core.pricing.Explanation;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PriceAnswer;
import dev.tare.server.wire.PriceQuestion;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call costs, for people. */
final class PriceText {
    private PriceText() {}

    static String of(PriceQuestion question, Explanation explanation) {
        StringBuilder text = new StringBuilder(outcome(question, explanation)).append('\n');
        List<CostPart> parts = PriceAnswer.parts(explanation);
        if (!parts.isEmpty()) {
            TextTable table =
                    new TextTable(List.of("Unit", "Quantity", "Rate (USD)", "Cost (USD)", "Rule"))
                            .right(1)
                            .right(2)
                            .right(3);
            for (CostPart part : parts) {
                table.row(
                        List.of(
                                part.unit(),
                                plain(part.quantity()),
                                plain(part.rate()),
                                plain(part.exact()),
                                part.rule()));
            }
            text.append('\n').append(table);
        }
        RateCard card = explanation.card();
        if (card != null && question.given() == null) {
            text.append("\nRate card ")
                    .append(card.id())
                    .append(", from ")
                    .append(card.from())
                    .append(card.to() == null ? "" : " to " + card.to())
                    .append(", ")
                    .append(card.origin().text())
                    .append("\nSource: ")
                    .append(card.source())
                    .append('\n');
        }
        if (question.convention() != null) {
            text.append("Counted as ").append(question.convention().text()).append('\n');
        }
        return text.toString();
    }

    private static String outcome(PriceQuestion question, Explanation explanation) {
        return switch (explanation.cost()) {
            case Cost.Priced priced ->
                    "$"
                            + plain(priced.exact())
                            + " (stored as $"
                            + priced.amount().toPlainString()
                            + ")";
            case Cost.Client client -> "$" + client.amount().toPlainString();
            case Cost.Unpriced unpriced ->
                    "Unpriced: "
                            + reason(question, unpriced)
                            + atLeast(PriceAnswer.atLeast(explanation));
        };
    }

    private static String atLeast(@Nullable BigDecimal known) {
        return known == null || known.signum() == 0 ? "" : "\nAt least $" + plain(known);
    }

    private static String reason(PriceQuestion question, Cost.Unpriced unpriced) {
        return switch (unpriced.reason()) {
            case NO_RATE_CARD ->
                    "no rate card for "
                            + question.provider()
                            + ", "
                            + question.operation()
                            + (question.model() == null ? "" : ", " + question.model())
                            + "; tare import prices enters one.";
            case NO_RATE_FOR_UNIT -> "the card has no rate for " + unpriced.detail() + ".";
            case NO_RATE_FOR_ATTRIBUTES ->
                    "the card has no price for " + unpriced.detail() + "; see --attribute.";
            case FAILED_CALL_RULE_UNKNOWN ->
                    "the card doesn't say whether failed calls are billed.";
            case AMOUNT_TOO_LARGE -> "the amount is larger than can be stored.";
        };
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
