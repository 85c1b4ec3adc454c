package dev.tare.core.reconcile;

import dev.tare.core.event.Quantities;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.money.ExactSum;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the log says of a provider, by item and quarter hour (UTC): days of any zone are made of
 * those. Not safe for use by many threads.
 */
final class LogSums {
    /** Quarter hours of items at most. */
    static final int SUMS_MAX = 400_000;

    static final long QUARTER_HOUR_SECONDS = 900;

    /** Sums over events. */
    static final class Sum {
        private final NavigableMap<String, BigDecimal> quantities = new TreeMap<>();
        private final ExactSum cost = new ExactSum();
        private long calls;
        private long unpriced;
        private long notBilled;

        private void add(ChargedEvent event) {
            BigDecimal apiCost = event.apiCost();
            if (isNotBilled(event)) {
                notBilled++;
                return;
            }
            calls++;
            unpriced += apiCost == null ? 1 : 0;
            cost.add(apiCost == null ? 0 : ExactSum.units(apiCost));
            Map<String, BigDecimal> units = event.event().quantities().byUnit();
            units.forEach((unit, quantity) -> quantities.merge(unit, quantity, BigDecimal::add));
            if (!units.containsKey(Quantities.CALLS)) {
                quantities.merge(Quantities.CALLS, BigDecimal.ONE, BigDecimal::add);
            }
        }

        void add(Sum other) {
            other.quantities.forEach((unit, more) -> quantities.merge(unit, more, BigDecimal::add));
            cost.add(ExactSum.units(other.cost.total()));
            calls += other.calls;
            unpriced += other.unpriced;
            notBilled += other.notBilled;
        }

        NavigableMap<String, BigDecimal> quantities() {
            return quantities;
        }

        BigDecimal quantity(String unit) {
            return quantities.getOrDefault(unit, BigDecimal.ZERO);
        }

        /** USD; unpriced calls count as 0. */
        BigDecimal cost() {
            return cost.total();
        }

        long calls() {
            return calls;
        }

        long unpriced() {
            return unpriced;
        }

        long notBilled() {
            return notBilled;
        }
    }

    private final ItemsOnBill belongs;
    private final NavigableMap<BillItem, NavigableMap<Long, Sum>> items = new TreeMap<>();
    private int sums;

    /** Nothing yet; events go to these items where one of them has them. */
    LogSums(Set<BillItem> onBill) {
        this.belongs = new ItemsOnBill(onBill);
    }

    /** The log has more than is held at once. */
    static final class TooMany extends RuntimeException {
        TooMany() {
            super("Too many quarter hours of items", null, false, false);
        }
    }

    /** A call that failed and cost nothing: no bill is expected to have it. */
    static boolean isNotBilled(ChargedEvent event) {
        BigDecimal apiCost = event.apiCost();
        return apiCost != null
                && apiCost.signum() == 0
                && !event.event().status().equals("success");
    }

    void add(ChargedEvent event) {
        NavigableMap<Long, Sum> quarters =
                items.computeIfAbsent(belongs.of(event), item -> new TreeMap<>());
        long quarter = Math.floorDiv(event.event().time().getEpochSecond(), QUARTER_HOUR_SECONDS);
        Sum sum = quarters.get(quarter);
        if (sum == null) {
            if (++sums > SUMS_MAX) {
                throw new TooMany();
            }
            sum = new Sum();
            quarters.put(quarter, sum);
        }
        sum.add(event);
    }

    /** The quarter hours of each item. */
    NavigableMap<BillItem, NavigableMap<Long, Sum>> items() {
        return items;
    }

    /** An item from one moment to another, both at a quarter hour. */
    Sum of(BillItem item, Instant from, Instant to) {
        Sum sum = new Sum();
        NavigableMap<Long, Sum> quarters = items.get(item);
        if (quarters != null) {
            quarters.subMap(quarter(from), quarter(to)).values().forEach(sum::add);
        }
        return sum;
    }

    static long quarter(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), QUARTER_HOUR_SECONDS);
    }
}
