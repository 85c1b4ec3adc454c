package dev.tare.core.rollup;

import dev.tare.core.event.EventStatus;
import dev.tare.core.money.ExactSum;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums that grow event by event: the same figures as {@link Sums#of} and {@link Sums#plus} give, in
 * place. Not safe for use by many threads.
 */
final class RunningSums {
    private final SortedMap<String, BigDecimal> quantities = new TreeMap<>();
    private long requests;
    private long complete;
    private long unpriced;
    private long unvalued;
    private long failed;
    private long estimated;
    private final ExactSum cost = new ExactSum();
    private final ExactSum revenue = new ExactSum();
    private final ExactSum profit = new ExactSum();
    private final ExactSum unvaluedCost = new ExactSum();
    private final ExactSum unpricedRevenue = new ExactSum();
    private final ExactSum failedCost = new ExactSum();
    private final ExactSum estimatedCost = new ExactSum();
    private final ExactSum credits = new ExactSum();
    private long processingTimeMs;
    private long timed;

    /** What one event adds, worked out once for all sums it goes into. */
    static final class Addend {
        private final PricedEvent row;
        private final boolean priced;
        private final boolean valued;
        private final long cost;
        private final long value;
        private final long credits;

        Addend(PricedEvent row) {
            this.row = row;
            BigDecimal rowCost = row.apiCost();
            BigDecimal rowValue = row.creditValue();
            this.priced = rowCost != null;
            this.valued = rowValue != null;
            this.cost = units(rowCost);
            this.value = units(rowValue);
            this.credits = units(row.value().credits());
        }

        private static long units(@Nullable BigDecimal amount) {
            return amount == null ? 0 : ExactSum.units(amount);
        }
    }

    /** Adds one event, without its quantities. */
    void add(Addend event) {
        requests++;
        cost.add(event.cost);
        revenue.add(event.value);
        credits.add(event.credits);
        if (event.priced && event.valued) {
            complete++;
            profit.add(event.value - event.cost);
        }
        if (!event.priced) {
            unpriced++;
            unpricedRevenue.add(event.value);
        }
        if (!event.valued) {
            unvalued++;
            unvaluedCost.add(event.cost);
        }
        if (event.row.event().status() != EventStatus.SUCCESS) {
            failed++;
            failedCost.add(event.cost);
        }
        if (event.row.event().estimated()) {
            estimated++;
            estimatedCost.add(event.cost);
        }
        Long ms = event.row.event().processingTimeMs();
        if (ms != null) {
            timed++;
            processingTimeMs += ms;
        }
    }

    /** Adds one event's quantities. */
    void addQuantities(Addend event) {
        for (Map.Entry<String, BigDecimal> used :
                event.row.event().quantities().byUnit().entrySet()) {
            quantities.merge(used.getKey(), used.getValue(), BigDecimal::add);
        }
    }

    Sums sums() {
        return new Sums(
                requests,
                complete,
                unpriced,
                unvalued,
                failed,
                estimated,
                cost.total(),
                revenue.total(),
                profit.total(),
                unvaluedCost.total(),
                unpricedRevenue.total(),
                failedCost.total(),
                estimatedCost.total(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                credits.total(),
                processingTimeMs,
                timed);
    }

    Totals totals() {
        return new Totals(sums(), quantities);
    }
}
