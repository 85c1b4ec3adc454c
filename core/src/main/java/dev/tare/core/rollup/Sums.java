package dev.tare.core.rollup;

import dev.tare.core.event.EventStatus;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The additive sums over a set of events; every figure of every report is made from these. Amounts
 * are USD, sums of already rounded amounts.
 *
 * @param requests events
 * @param completeRequests events with both a cost and a credit value: profit is taken over these
 * @param unpricedRequests events without a cost
 * @param unvaluedRequests events without a credit value
 * @param failedRequests events that failed or were cancelled
 * @param estimatedRequests events that were reconstructed, not measured
 * @param apiCost cost of all priced events
 * @param revenue credit value of all valued events
 * @param grossProfit revenue − cost over complete events only
 * @param unvaluedCost the part of {@code apiCost} on events without credit value
 * @param unpricedRevenue the part of {@code revenue} on events without cost
 * @param failedCost the part of {@code apiCost} on failed and cancelled events
 * @param estimatedCost the part of {@code apiCost} on estimated events
 * @param costAdjustment the part of {@code apiCost} that later corrections brought, or took away
 * @param revenueAdjustment the part of {@code revenue} that they brought, or took away
 * @param credits credits charged, where known
 * @param processingTimeMs milliseconds over the timed events
 * @param timedRequests events that told their processing time
 */
public record Sums(
        long requests,
        long completeRequests,
        long unpricedRequests,
        long unvaluedRequests,
        long failedRequests,
        long estimatedRequests,
        BigDecimal apiCost,
        BigDecimal revenue,
        BigDecimal grossProfit,
        BigDecimal unvaluedCost,
        BigDecimal unpricedRevenue,
        BigDecimal failedCost,
        BigDecimal estimatedCost,
        BigDecimal costAdjustment,
        BigDecimal revenueAdjustment,
        BigDecimal credits,
        long processingTimeMs,
        long timedRequests) {
    private static final BigDecimal NIL = BigDecimal.ZERO;

    /** Over nothing. */
    public static final Sums ZERO =
            new Sums(0, 0, 0, 0, 0, 0, NIL, NIL, NIL, NIL, NIL, NIL, NIL, NIL, NIL, NIL, 0, 0);

    /** Over one event. */
    public static Sums of(PricedEvent row) {
        return of(ChargedEvent.of(row));
    }

    /** Over one event, as charged or as corrected. */
    public static Sums of(ChargedEvent row) {
        BigDecimal cost = row.apiCost();
        BigDecimal value = row.creditValue();
        boolean complete = cost != null && value != null;
        boolean failed = !row.event().status().equals(EventStatus.SUCCESS.text());
        boolean estimated = row.estimated();
        Long ms = row.event().processingTimeMs();
        return new Sums(
                1,
                complete ? 1 : 0,
                cost == null ? 1 : 0,
                value == null ? 1 : 0,
                failed ? 1 : 0,
                estimated ? 1 : 0,
                orZero(cost),
                orZero(value),
                cost != null && value != null ? value.subtract(cost) : NIL,
                value == null ? orZero(cost) : NIL,
                cost == null ? orZero(value) : NIL,
                failed ? orZero(cost) : NIL,
                estimated ? orZero(cost) : NIL,
                NIL,
                NIL,
                orZero(row.event().credits()),
                ms == null ? 0 : ms,
                ms == null ? 0 : 1);
    }

    /** Over both sets of events. */
    public Sums plus(Sums o) {
        return new Sums(
                requests + o.requests,
                completeRequests + o.completeRequests,
                unpricedRequests + o.unpricedRequests,
                unvaluedRequests + o.unvaluedRequests,
                failedRequests + o.failedRequests,
                estimatedRequests + o.estimatedRequests,
                apiCost.add(o.apiCost),
                revenue.add(o.revenue),
                grossProfit.add(o.grossProfit),
                unvaluedCost.add(o.unvaluedCost),
                unpricedRevenue.add(o.unpricedRevenue),
                failedCost.add(o.failedCost),
                estimatedCost.add(o.estimatedCost),
                costAdjustment.add(o.costAdjustment),
                revenueAdjustment.add(o.revenueAdjustment),
                credits.add(o.credits),
                processingTimeMs + o.processingTimeMs,
                timedRequests + o.timedRequests);
    }

    /** What takes these away again. */
    public Sums negated() {
        return new Sums(
                -requests,
                -completeRequests,
                -unpricedRequests,
                -unvaluedRequests,
                -failedRequests,
                -estimatedRequests,
                apiCost.negate(),
                revenue.negate(),
                grossProfit.negate(),
                unvaluedCost.negate(),
                unpricedRevenue.negate(),
                failedCost.negate(),
                estimatedCost.negate(),
                costAdjustment.negate(),
                revenueAdjustment.negate(),
                credits.negate(),
                -processingTimeMs,
                -timedRequests);
    }

    /** The same, told as a correction: its cost and revenue are what corrections come to. */
    Sums asAdjustment() {
        return new Sums(
                requests,
                completeRequests,
                unpricedRequests,
                unvaluedRequests,
                failedRequests,
                estimatedRequests,
                apiCost,
                revenue,
                grossProfit,
                unvaluedCost,
                unpricedRevenue,
                failedCost,
                estimatedCost,
                apiCost,
                revenue,
                credits,
                processingTimeMs,
                timedRequests);
    }

    private static BigDecimal orZero(@Nullable BigDecimal amount) {
        return amount == null ? NIL : amount;
    }
}
