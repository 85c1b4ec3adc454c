package dev.tare.server.dashboard;

import dev.tare.core.profit.Metric;
import dev.tare.core.rollup.PriceImpacts;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Says what calls of late would cost by a new price. Only calls with a price on both sides are
 * compared; the others are counted, each kind with what is known of it.
 */
final class UsageWords {
    private UsageWords() {}

    /** Empty where nothing is known. */
    static String of(PriceImpacts.@Nullable Usage usage) {
        if (usage == null) {
            return "";
        }
        long events = usage.events();
        if (events == 0) {
            return "No call of the last 30 days would have been charged by it.";
        }
        String calls = PricePreviews.calls(events);
        String start = "At the usage of the last 30 days (" + calls + ") ";
        PriceImpacts.Compared both = usage.compared();
        if (usage.newlyPriced() == events) {
            return start
                    + "this price costs "
                    + usd(usage.costThen())
                    + "; so far these calls have no price.";
        }
        String compared = "this price costs " + usd(both.costThen()) + instead(both);
        if (both.events() == events) {
            return start + compared + ".";
        }
        String of =
                ", over the " + PricePreviews.calls(both.events()) + " with a price on both sides.";
        return start
                + (both.events() == 0
                        ? "no call has a price both now and by this one."
                        : compared + of)
                + others(usage);
    }

    private static String instead(PriceImpacts.Compared both) {
        return " instead of " + usd(both.costNow());
    }

    private static String others(PriceImpacts.Usage usage) {
        PriceImpacts.Compared both = usage.compared();
        long priced = usage.newlyPriced();
        long unpriced = usage.newlyUnpriced();
        long neither = usage.unpricedNow() - priced;
        StringBuilder text = new StringBuilder();
        if (priced > 0) {
            text.append(' ')
                    .append(PricePreviews.calls(priced))
                    .append(priced == 1 ? " has" : " have")
                    .append(" no price now and would cost ")
                    .append(usd(usage.costThen().subtract(both.costThen())))
                    .append('.');
        }
        if (unpriced > 0) {
            text.append(' ')
                    .append(PricePreviews.calls(unpriced))
                    .append(unpriced == 1 ? " costs " : " cost ")
                    .append(usd(usage.costNow().subtract(both.costNow())))
                    .append(" now and would have no price.");
        }
        if (neither > 0) {
            text.append(' ')
                    .append(PricePreviews.calls(neither))
                    .append(neither == 1 ? " has" : " have")
                    .append(" no price and would have none.");
        }
        return text.toString();
    }

    private static String usd(BigDecimal amount) {
        return Figure.of(Metric.Unit.USD, amount).text();
    }
}
