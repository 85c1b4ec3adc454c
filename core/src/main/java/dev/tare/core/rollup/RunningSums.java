package dev.tare.core.rollup;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.ledger.ChargedEvent;
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

    /** What one event adds, or takes away, worked out once for all sums it goes into. */
    static final class Addend {
        private final int sign;
        private final boolean priced;
        private final boolean valued;
        private final boolean failed;
        private final boolean estimated;
        private final long cost;
        private final long value;
        private final long credits;
        private final @Nullable Long ms;
        private final Quantities quantities;

        Addend(PricedEvent row) {
            this.sign = 1;
            this.priced = row.apiCost() != null;
            this.valued = row.creditValue() != null;
            this.failed = row.event().status() != EventStatus.SUCCESS;
            this.estimated = row.event().estimated();
            this.cost = units(row.apiCost());
            this.value = units(row.creditValue());
            this.credits = units(row.value().credits());
            this.ms = row.event().processingTimeMs();
            this.quantities = row.event().quantities();
        }

        /** Of an event that counts as it is here, or does so no more. */
        Addend(ChargedEvent row, boolean away) {
            this.sign = away ? -1 : 1;
            this.priced = row.apiCost() != null;
            this.valued = row.creditValue() != null;
            this.failed = !row.event().status().equals(EventStatus.SUCCESS.text());
            this.estimated = row.estimated();
            this.cost = sign * units(row.apiCost());
            this.value = sign * units(row.creditValue());
            this.credits = sign * units(row.event().credits());
            this.ms = row.event().processingTimeMs();
            this.quantities = row.event().quantities();
        }

        private static long units(@Nullable BigDecimal amount) {
            return amount == null ? 0 : ExactSum.units(amount);
        }
    }

    /** Adds one event, without its quantities. */
    void add(Addend event) {
        requests += event.sign;
        cost.add(event.cost);
        revenue.add(event.value);
        credits.add(event.credits);
        if (event.priced && event.valued) {
            complete += event.sign;
            profit.add(event.value - event.cost);
        }
        if (!event.priced) {
            unpriced += event.sign;
            unpricedRevenue.add(event.value);
        }
        if (!event.valued) {
            unvalued += event.sign;
            unvaluedCost.add(event.cost);
        }
        if (event.failed) {
            failed += event.sign;
            failedCost.add(event.cost);
        }
        if (event.estimated) {
            estimated += event.sign;
            estimatedCost.add(event.cost);
        }
        if (event.ms != null) {
            timed += event.sign;
            processingTimeMs += event.sign * event.ms;
        }
    }

    /** Adds one event's quantities. */
    void addQuantities(Addend event) {
        for (Map.Entry<String, BigDecimal> used : event.quantities.byUnit().entrySet()) {
            BigDecimal quantity = used.getValue();
            quantities.merge(
                    used.getKey(), event.sign > 0 ? quantity : quantity.negate(), BigDecimal::add);
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
