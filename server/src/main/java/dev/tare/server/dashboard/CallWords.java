package dev.tare.server.dashboard;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.ExplainedCost;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.ToldCost;
import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.Calculation;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.Explanation;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.profit.Metric;
import dev.tare.server.wire.PriceAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words and parts how the cost of a call came about. */
final class CallWords {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MMM d, uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("MMM d, uuuu, HH:mm", Locale.ENGLISH);

    /** Where no parts are to be shown. */
    private static final Explanation NOTHING =
            new Explanation(null, null, new Cost.Unpriced(Cost.Reason.NO_RATE_CARD, null));

    private final ZoneId zone;

    /**
     * @param zone of the times
     */
    CallWords(ZoneId zone) {
        this.zone = zone;
    }

    /** A stage of a call; {@code isNow} where no correction came after it. */
    CallView.Stage of(ExplainedEvent.Stage stage, boolean isNow) {
        return new CallView.Stage(cost(stage, isNow), CreditWords.of(stage.row(), stage.value()));
    }

    private CallView.Cost cost(ExplainedEvent.Stage stage, boolean isNow) {
        ChargedEvent row = stage.row();
        return switch (stage.cost()) {
            case ExplainedCost.ByCard card -> byCard(row, card);
            case ExplainedCost.Share share ->
                    cost(
                            row,
                            "Its share of the month, by what it used, settled when the month was"
                                    + " over. At its place in the month it would have been charged"
                                    + " as below."
                                    + month(share.month()),
                            share.explanation(),
                            "At its place",
                            "");
            case ExplainedCost.CardUnknown unknown ->
                    new CallView.Cost(
                            CallItems.cost(row.apiCost()),
                            "By rate card " + unknown.cardId() + ".",
                            List.of(),
                            "",
                            "",
                            null,
                            "The price book has no such card, so the cost can’t be explained.");
            case ExplainedCost.Told(ToldCost beside) -> told(row, beside);
            case ExplainedCost.Unpriced unpriced when isNow -> unpriced(row, unpriced.book());
            case ExplainedCost.Unpriced _ -> cost(row, "It had no price then.", NOTHING, "", "");
        };
    }

    private CallView.Cost byCard(ChargedEvent row, ExplainedCost.ByCard card) {
        boolean charged = card.explanation().calculation() != null;
        String how =
                charged
                        ? "By the rate card below." + month(card.month())
                        : "The rate card doesn’t charge calls that end so.";
        return cost(
                row,
                how,
                card.explanation(),
                "Exact",
                card.agrees()
                        ? ""
                        : "These parts don’t add up to the cost stored: the book now gives "
                                + outcome(card.explanation())
                                + ". Run tare verify.");
    }

    private CallView.Cost told(ChargedEvent row, ToldCost beside) {
        String how = "Told by its sender, so the price book wasn’t asked. ";
        BigDecimal difference = beside.difference();
        if (beside.byTheMonth()) {
            how += "The book charges such calls by the month as a whole: one alone has no price.";
        } else if (difference == null) {
            how += "The book has none: " + outcome(beside.book()) + ".";
        } else if (beside.differs()) {
            how +=
                    "By the book it would be "
                            + outcome(beside.book())
                            + ": the told cost is "
                            + usd(difference.abs())
                            + (difference.signum() > 0 ? " more." : " less.");
        } else {
            how += "The book says the same.";
        }
        return cost(row, how, beside.byTheMonth() ? NOTHING : beside.book(), "By the book", "");
    }

    private CallView.Cost unpriced(ChargedEvent row, Explanation book) {
        if (book.cost() instanceof Cost.Priced priced) {
            RateCard card = priced.card();
            String how =
                    card.pricing() instanceof PeriodPricing
                            ? "It was recorded before there was a price; it gets its cost when its"
                                    + " month is settled."
                            : "It was recorded before there was a price. By the book as it is now"
                                    + " it costs "
                                    + usd(priced.amount())
                                    + "; tare reprice books that.";
            return cost(row, how, book, "By the book now", "");
        }
        BigDecimal atLeast = PriceAnswer.atLeast(book);
        String known =
                atLeast == null || atLeast.signum() == 0
                        ? ""
                        : " It costs at least " + usd(atLeast) + ".";
        return cost(row, "No price is known: " + outcome(book) + "." + known, book, "At least", "");
    }

    private CallView.Cost cost(
            ChargedEvent row, String how, Explanation explanation, String label, String warning) {
        return new CallView.Cost(
                CallItems.cost(row.apiCost()),
                how,
                PriceAnswer.parts(explanation).stream()
                        .map(part ->
                                new CallView.Part(
                                        part.unit(),
                                        CallItems.number(part.quantity()),
                                        usd(part.rate()),
                                        usd(part.exact()),
                                        part.rule()))
                        .toList(),
                exact(explanation),
                label,
                card(explanation.card()),
                warning);
    }

    private static String exact(Explanation explanation) {
        return switch (explanation.calculation()) {
            case Calculation.Amount amount -> usd(amount.exact());
            case Calculation.NoRate noRate -> usd(noRate.known().exact());
            case Calculation.NoChoice _ -> "";
            case null -> "";
        };
    }

    private CallView.@Nullable Card card(@Nullable RateCard card) {
        return card == null
                ? null
                : new CallView.Card(
                        card.id(),
                        card.origin().text()
                                + ", from "
                                + day(card.from())
                                + (card.to() == null ? "" : " to " + day(card.to())),
                        card.source(),
                        PricesRoom.cardHref(card));
    }

    private String month(ExplainedCost.@Nullable Month month) {
        return month == null
                ? ""
                : " In the provider’s month from "
                        + day(month.use().period().start())
                        + " it came after "
                        + CallItems.number(month.position())
                        + " "
                        + month.use().period().unit()
                        + ".";
    }

    private String day(Instant instant) {
        ZonedDateTime time = instant.atZone(zone);
        return (Timeline.isMidnight(time) ? DAY : MOMENT).format(time);
    }

    private static String outcome(Explanation explanation) {
        return switch (explanation.cost()) {
            case Cost.Priced priced -> usd(priced.amount());
            case Cost.Client client -> usd(client.amount());
            case Cost.Unpriced unpriced -> reason(unpriced);
        };
    }

    private static String reason(Cost.Unpriced unpriced) {
        return switch (unpriced.reason()) {
            case NO_RATE_CARD -> "no rate card is for such calls at that time";
            case NO_RATE_FOR_UNIT -> "the rate card has no rate for " + unpriced.detail();
            case NO_RATE_FOR_ATTRIBUTES -> "the rate card has no price for " + unpriced.detail();
            case FAILED_CALL_RULE_UNKNOWN ->
                    "the rate card doesn’t say whether calls that fail are charged";
            case AMOUNT_TOO_LARGE -> "the amount is larger than can be stored";
        };
    }

    static String usd(BigDecimal amount) {
        return Figure.of(Metric.Unit.USD, new BigDecimal(Amounts.plain(amount))).text();
    }
}
