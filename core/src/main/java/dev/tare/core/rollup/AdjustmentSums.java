package dev.tare.core.rollup;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What corrections change in each rollup: each takes away what the event counted for until then, in
 * the group it was in, and adds what it counts for from now on. Together with what was charged that
 * is the ledger as it is known today. They grow batch by batch. Not safe for use by many threads.
 */
public final class AdjustmentSums {
    private final RollupSums sums;

    /** Sums of nothing; {@code zone} is the workspace's. */
    public AdjustmentSums(ZoneId zone) {
        this.sums = new RollupSums(zone);
    }

    /** Adds corrections. */
    public void add(List<Adjustment> adjustments) {
        for (Adjustment adjustment : adjustments) {
            add(adjustment.before(), true);
            add(adjustment.after(), false);
        }
    }

    private void add(ChargedEvent row, boolean away) {
        sums.add(
                Dimensions.of(row),
                row.event().time(),
                row.event().userId(),
                new RunningSums.Addend(row, away));
    }

    /** The sums so far. */
    public Rollups rollups() {
        Rollups all = sums.rollups();
        UnaryOperator<Totals> totals =
                one -> new Totals(one.sums().asAdjustment(), one.quantities());
        return new Rollups(
                each(all.quarterHours(), totals),
                each(all.days(), totals),
                each(all.userDays(), Sums::asAdjustment));
    }

    private static <K, V> Map<K, V> each(Map<K, V> all, UnaryOperator<V> told) {
        Map<K, V> made = new HashMap<>();
        all.forEach((key, value) -> made.put(key, told.apply(value)));
        return made;
    }
}
