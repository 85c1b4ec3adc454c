package dev.tare.testkit;

import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.LedgerAudit.RollupComparison;
import dev.tare.core.rollup.Rollups;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/** What batches added up to, and what it should be. */
final class InMemoryRollups {
    private final ZoneId zone;
    private Rollups rollups = new Rollups(new HashMap<>(), new HashMap<>(), new HashMap<>());

    InMemoryRollups(ZoneId zone) {
        this.zone = zone;
    }

    void add(List<PricedEvent> rows) {
        Rollups added = Rollups.of(rows, zone);
        rollups =
                new Rollups(
                        merged(rollups.quarterHours(), added.quarterHours(), Totals::plus),
                        merged(rollups.days(), added.days(), Totals::plus),
                        merged(rollups.userDays(), added.userDays(), Sums::plus));
    }

    private static <K, V> Map<K, V> merged(Map<K, V> a, Map<K, V> b, BinaryOperator<V> plus) {
        Map<K, V> both = new HashMap<>(a);
        b.forEach((key, value) -> both.merge(key, value, plus));
        return both;
    }

    /** With every row there ever was. */
    RollupComparison compare(List<PricedEvent> rows, int max) {
        Rollups should = Rollups.of(rows, zone);
        List<String> differences = new ArrayList<>();
        long groups =
                compare(
                                "usage_quarter_hours",
                                rollups.quarterHours(),
                                should.quarterHours(),
                                differences)
                        + compare("api_cost_summaries", rollups.days(), should.days(), differences)
                        + compare(
                                "usage_user_days",
                                rollups.userDays(),
                                should.userDays(),
                                differences);
        return new RollupComparison(
                groups, differences.subList(0, Math.min(max, differences.size())));
    }

    private static <K, V> long compare(
            String table, Map<K, V> is, Map<K, V> should, List<String> differences) {
        Set<K> keys = new HashSet<>(is.keySet());
        keys.addAll(should.keySet());
        for (K key : keys) {
            V there = is.get(key);
            V expected = should.get(key);
            if (there == null || !there.equals(expected)) {
                differences.add(table + " " + key + " is " + there + ", not " + expected + ".");
            }
        }
        return keys.size();
    }
}
