package dev.tare.server.dashboard;

import dev.tare.core.profit.Metric;
import dev.tare.core.rollup.Sums;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The figures at the top, and what must be known about them. */
final class Headline {
    private final Sums now;
    private final Sums before;
    private final String period;
    private final boolean corrected;

    /**
     * @param period the period before, in words
     * @param corrected whether corrections are counted now, even where they cancel out
     */
    Headline(Sums now, Sums before, String period, boolean corrected) {
        this.corrected = corrected;
        this.now = now;
        this.before = before;
        this.period = period;
    }

    List<Tile> tiles() {
        return List.of(
                tile(Metric.REVENUE, Change.Liking.MORE, "", ""),
                tile(Metric.API_COST, Change.Liking.LESS, "", "#cost-by-provider"),
                tile(Metric.GROSS_PROFIT, Change.Liking.MORE, lossIf(Metric.GROSS_PROFIT), ""),
                tile(Metric.MARGIN_PERCENT, Change.Liking.MORE, lossIf(Metric.MARGIN_PERCENT), ""),
                tile(
                        Metric.UNPRICED_REQUESTS,
                        Change.Liking.LESS,
                        now.unpricedRequests() > 0 ? "warn" : "",
                        "#by-model"),
                tile(Metric.REQUESTS, Change.Liking.MORE, "", "#unit-economics"));
    }

    /** What the changes are against, in a sentence. */
    String comparison() {
        return before.requests() == 0
                ? "Nothing to compare with: no calls from " + period + "."
                : "Compared with " + period + ", the same length right before.";
    }

    private Tile tile(Metric metric, Change.Liking liking, String tone, String href) {
        return new Tile(
                "tile-" + metric.text().replace('_', '-'),
                metric.label(),
                metric.definition(),
                Figure.of(metric, now),
                tone,
                Change.of(metric, liking, now, before, period),
                href);
    }

    private String lossIf(Metric metric) {
        BigDecimal value = metric.of(now);
        return value != null && value.signum() < 0 ? "loss" : "";
    }

    List<Page.Notice> notices() {
        List<Page.Notice> notices = new ArrayList<>();
        if (now.unpricedRequests() > 0) {
            notices.add(
                    new Page.Notice(
                            calls(now.unpricedRequests(), "has", "have")
                                    + " no price: API cost is at least ",
                            Figure.of(Metric.Unit.USD, now.apiCost()),
                            "Add their price, or say whether failed calls are billed.",
                            PricesRoom.MISSING,
                            "What to do"));
        }
        if (now.unvaluedRequests() > 0) {
            notices.add(
                    new Page.Notice(
                            calls(now.unvaluedRequests(), "has", "have")
                                    + " no known credit value: revenue is at least ",
                            Figure.of(Metric.Unit.USD, now.revenue()),
                            "Send the plan with the event, or add the plan's credit price.",
                            "#by-plan",
                            "See which"));
        }
        if (now.estimatedRequests() > 0) {
            notices.add(
                    new Page.Notice(
                            calls(now.estimatedRequests(), "is", "are")
                                    + " an estimate, not measured. Their part of the cost is ",
                            Figure.of(Metric.Unit.USD, now.estimatedCost()),
                            "",
                            "",
                            ""));
        }
        corrections(notices);
        return notices;
    }

    private void corrections(List<Page.Notice> notices) {
        if (corrected
                && now.costAdjustment().signum() == 0
                && now.revenueAdjustment().signum() == 0) {
            notices.add(
                    new Page.Notice(
                            "Later corrections moved calls between groups. They changed the cost"
                                    + " by ",
                            Figure.of(Metric.Unit.USD, now.costAdjustment()),
                            "The revenue stays as well; single groups may have more or less.",
                            "",
                            ""));
        }
        if (now.costAdjustment().signum() != 0) {
            notices.add(
                    new Page.Notice(
                            "Later corrections changed the cost by ",
                            Figure.of(Metric.Unit.USD, now.costAdjustment()),
                            "They are counted at the time of their calls.",
                            "",
                            ""));
        }
        if (now.revenueAdjustment().signum() != 0) {
            notices.add(
                    new Page.Notice(
                            "Later corrections changed the revenue by ",
                            Figure.of(Metric.Unit.USD, now.revenueAdjustment()),
                            "They are counted at the time of their calls.",
                            "",
                            ""));
        }
    }

    private static String calls(long count, String one, String many) {
        return Figure.grouped(BigDecimal.valueOf(count))
                + (count == 1 ? " call " + one : " calls " + many);
    }
}
