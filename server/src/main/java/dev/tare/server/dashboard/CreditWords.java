package dev.tare.server.dashboard;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.ExplainedValue;
import dev.tare.core.pricing.CreditValue;
import dev.tare.core.pricing.Plan;
import dev.tare.server.dashboard.CallView.Fact;
import java.math.BigDecimal;
import java.util.List;

/** Says in words and terms how the credit value of a call came about. */
final class CreditWords {
    private CreditWords() {}

    static CallView.Revenue of(ChargedEvent row, ExplainedValue value) {
        BigDecimal credits = value.credits();
        Plan plan = value.plan();
        boolean free = credits != null && credits.signum() == 0;
        boolean known = row.creditValue() != null;
        List<Fact> terms =
                credits == null || plan == null || free || plan.credits().signum() == 0
                        ? List.of()
                        : List.of(
                                new Fact("Credits charged", CallItems.number(credits)),
                                new Fact(
                                        "Price of plan " + plan.name(),
                                        CallWords.usd(plan.price())),
                                new Fact("Credits in it", CallItems.number(plan.credits())));
        String warning =
                known && !value.agrees()
                        ? "By the terms as they are now it would be "
                                + (value.book().amount() == null
                                        ? "unknown"
                                        : CallWords.usd(value.book().amount()))
                                + "; what was charged stays."
                        : "";
        return new CallView.Revenue(
                CallItems.revenue(row.creditValue()), terms, how(row, value, free), warning);
    }

    private static String how(ChargedEvent row, ExplainedValue value, boolean free) {
        if (free) {
            return "No credits were charged.";
        }
        if (row.creditValue() != null) {
            return "";
        }
        if (value.book() instanceof CreditValue.Unvalued unvalued) {
            return reason(unvalued.reason(), row.event().plan());
        }
        BigDecimal now = value.book().amount();
        return "It wasn’t known when it was recorded. By the terms as they are now it is "
                + (now == null ? "unknown" : CallWords.usd(now))
                + "; tare reprice --credit-values books that.";
    }

    private static String reason(CreditValue.Reason reason, String plan) {
        return switch (reason) {
            case NO_TARIFF ->
                    "Neither the call nor a tariff says how many credits the operation takes.";
            case PLAN_UNKNOWN -> "Nobody told which plan the user was on.";
            case PLAN_WITHOUT_TERMS -> "No terms of plan " + plan + " were in force at that time.";
            case PLAN_WITHOUT_CREDITS ->
                    "Plan " + plan + " comes without credits, so a credit has no price.";
            case AMOUNT_TOO_LARGE -> "The amount is larger than can be stored.";
        };
    }
}
