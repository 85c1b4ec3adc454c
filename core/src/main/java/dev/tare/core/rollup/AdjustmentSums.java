package dev.tare.core.rollup;

import dev.tare.core.event.Quantities;
import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What corrections change in each rollup: each takes away what the event counted for until then, in
 * the group it was in, and adds what it counts for from now on. Together with what was charged that
 * is the ledger as it is known today.
 */
public final class AdjustmentSums {
    private final ZoneId zone;
    private final Map<Rollups.QuarterHour, Totals> quarterHours = new HashMap<>();
    private final Map<Rollups.Day, Totals> days = new HashMap<>();
    private final Map<Rollups.UserDay, Sums> userDays = new HashMap<>();

    private AdjustmentSums(ZoneId zone) {
        this.zone = zone;
    }

    /** Sums up corrections; {@code zone} is the workspace's. */
    public static Rollups of(List<Adjustment> adjustments, ZoneId zone) {
        AdjustmentSums sums = new AdjustmentSums(zone);
        for (Adjustment adjustment : adjustments) {
            sums.add(adjustment.before(), Sums.of(adjustment.before()).negated(), true);
            sums.add(adjustment.after(), Sums.of(adjustment.after()), false);
        }
        return new Rollups(sums.quarterHours, sums.days, sums.userDays);
    }

    private void add(ChargedEvent row, Sums counted, boolean away) {
        Sums sums = counted.asAdjustment();
        Instant time = row.event().time();
        Dimensions dimensions = Dimensions.of(row);
        Totals totals = new Totals(sums, quantities(row.event().quantities(), away));
        LocalDate day = time.atZone(zone).toLocalDate();
        quarterHours.merge(
                new Rollups.QuarterHour(Rollups.quarterHour(time), dimensions),
                totals,
                Totals::plus);
        days.merge(new Rollups.Day(day, dimensions), totals, Totals::plus);
        userDays.merge(new Rollups.UserDay(day, row.event().userId()), sums, Sums::plus);
    }

    private static SortedMap<String, BigDecimal> quantities(Quantities used, boolean away) {
        SortedMap<String, BigDecimal> quantities = new TreeMap<>();
        used.byUnit()
                .forEach((unit, quantity) ->
                        quantities.put(unit, away ? quantity.negate() : quantity));
        return quantities;
    }
}
