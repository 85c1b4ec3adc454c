package dev.tare.server.dashboard;

import dev.tare.core.pricing.Plan;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.rollup.Totals;
import java.util.EnumMap;
import java.util.Map;

/** Who a call was made for: does anybody pay for it? */
enum Segment {
    PAID("Paid"),
    FREE("Free"),
    UNKNOWN("Unknown plan");

    /** The plan that costs nothing. */
    private static final String FREE_PLAN = "free";

    private final String label;

    Segment(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Segment ofPlan(String plan) {
        return switch (plan) {
            case FREE_PLAN -> FREE;
            case Plan.UNKNOWN -> UNKNOWN;
            default -> PAID;
        };
    }

    /** The sums of a report by plan, put together; a segment without calls is left out. */
    static Map<Segment, Totals> split(ProfitReport byPlan) {
        Map<Segment, Totals> segments = new EnumMap<>(Segment.class);
        for (ProfitReport.Row row : byPlan.rows()) {
            String plan = row.key(byPlan.query(), Dimension.PLAN);
            segments.merge(ofPlan(plan), row.totals(), Totals::plus);
        }
        return segments;
    }
}
