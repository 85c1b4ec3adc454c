package dev.tare.core.ledger;

import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PeriodUse.Period;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far the months have come that are charged as a whole. Each new row gets its place in its
 * month, in the order of recording. What isn't known yet the store is asked.
 */
final class Periods {
    private final UsageStore store;
    private final Map<Period, BigDecimal> reached = new HashMap<>();

    Periods(UsageStore store) {
        this.store = store;
    }

    /** To be called where rows placed were not written, or others may have written. */
    void forget() {
        reached.clear();
    }

    /** These rows, about to be written in this order, at the prices of their places. */
    List<PricedEvent> placed(List<PricedEvent> rows) {
        Set<Period> unknown = new HashSet<>();
        boolean some = false;
        for (PricedEvent row : rows) {
            PeriodUse use = PeriodUse.of(row);
            some |= use != null;
            if (use != null && !reached.containsKey(use.period())) {
                unknown.add(use.period());
            }
        }
        if (!some) {
            return rows;
        }
        if (!unknown.isEmpty()) {
            Map<Period, BigDecimal> known = store.used(unknown);
            unknown.forEach(
                    period -> reached.put(period, known.getOrDefault(period, BigDecimal.ZERO)));
        }
        List<PricedEvent> placed = new ArrayList<>(rows.size());
        for (PricedEvent row : rows) {
            PeriodUse use = PeriodUse.of(row);
            placed.add(use == null ? row : row.at(place(use)));
        }
        return placed;
    }

    private BigDecimal place(PeriodUse use) {
        BigDecimal before = reached.getOrDefault(use.period(), BigDecimal.ZERO);
        reached.put(use.period(), before.add(use.quantity()));
        return before;
    }
}
