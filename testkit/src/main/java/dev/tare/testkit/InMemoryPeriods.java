package dev.tare.testkit;

import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PeriodUse.Period;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How far months have come, added up from all rows each time. */
final class InMemoryPeriods {
    private InMemoryPeriods() {}

    static Map<Period, BigDecimal> used(List<PricedEvent> rows, Set<Period> periods) {
        Map<Period, BigDecimal> used = new HashMap<>();
        rows.stream()
                .map(PeriodUse::of)
                .filter(use -> use != null && periods.contains(use.period()))
                .forEach(use -> used.merge(use.period(), use.quantity(), BigDecimal::add));
        return used;
    }
}
