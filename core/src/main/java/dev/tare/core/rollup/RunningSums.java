package dev.tare.core.rollup;

import dev.tare.core.event.EventStatus;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums that grow event by event: the same figures as {@link Sums#of} and {@link Sums#plus} give, in
 * place. Not safe for use by many threads.
 */
final class RunningSums {
    private static final BigDecimal NIL = BigDecimal.ZERO;

    private final SortedMap<String, BigDecimal> quantities = new TreeMap<>();
    private long requests;
    private long complete;
    private long unpriced;
    private long unvalued;
    private long failed;
    private long estimated;
    private BigDecimal cost = NIL;
    private BigDecimal revenue = NIL;
    private BigDecimal profit = NIL;
    private BigDecimal unvaluedCost = NIL;
    private BigDecimal unpricedRevenue = NIL;
    private BigDecimal failedCost = NIL;
    private BigDecimal estimatedCost = NIL;
    private BigDecimal credits = NIL;
    private long processingTimeMs;
    private long timed;

    /** Adds one event, without its quantities. */
    void add(PricedEvent row) {
        BigDecimal rowCost = row.apiCost();
        BigDecimal rowValue = row.creditValue();
        requests++;
        if (rowCost != null && rowValue != null) {
            complete++;
            profit = profit.add(rowValue.subtract(rowCost));
        }
        if (rowCost == null) {
            unpriced++;
            unpricedRevenue = rowValue == null ? unpricedRevenue : unpricedRevenue.add(rowValue);
        } else {
            cost = cost.add(rowCost);
            unvaluedCost = rowValue == null ? unvaluedCost.add(rowCost) : unvaluedCost;
        }
        if (rowValue == null) {
            unvalued++;
        } else {
            revenue = revenue.add(rowValue);
        }
        addRemarkable(row, rowCost == null ? NIL : rowCost);
        BigDecimal charged = row.value().credits();
        credits = charged == null ? credits : credits.add(charged);
        Long ms = row.event().processingTimeMs();
        if (ms != null) {
            timed++;
            processingTimeMs += ms;
        }
    }

    private void addRemarkable(PricedEvent row, BigDecimal rowCost) {
        if (row.event().status() != EventStatus.SUCCESS) {
            failed++;
            failedCost = failedCost.add(rowCost);
        }
        if (row.event().estimated()) {
            estimated++;
            estimatedCost = estimatedCost.add(rowCost);
        }
    }

    /** Adds one event's quantities. */
    void addQuantities(PricedEvent row) {
        row.event()
                .quantities()
                .byUnit()
                .forEach((unit, quantity) -> quantities.merge(unit, quantity, BigDecimal::add));
    }

    Sums sums() {
        return new Sums(
                requests,
                complete,
                unpriced,
                unvalued,
                failed,
                estimated,
                cost,
                revenue,
                profit,
                unvaluedCost,
                unpricedRevenue,
                failedCost,
                estimatedCost,
                NIL,
                NIL,
                credits,
                processingTimeMs,
                timed);
    }

    Totals totals() {
        return new Totals(sums(), quantities);
    }
}
