package dev.tare.testkit;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.Rollups;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sums over rows and corrections, event by event: the most obvious way. */
final class InMemorySums {
    private final List<ChargedEvent> charged;
    private final List<Adjustment> adjustments;
    private final Map<List<String>, Totals> groups = new HashMap<>();

    InMemorySums(List<ChargedEvent> charged, List<Adjustment> adjustments) {
        this.charged = charged;
        this.adjustments = adjustments;
    }

    List<UsageSums.SumRow> sums(ReportQuery query) {
        boolean adjusted = query.amounts() == ReportAmounts.ADJUSTED && !adjustments.isEmpty();
        Map<Place, ChargedEvent> last = new HashMap<>();
        if (adjusted) {
            adjustments.forEach(one -> last.put(Place.of(one.before()), one.after()));
        }
        for (ChargedEvent row : charged) {
            ChargedEvent now = last.get(Place.of(row));
            if (now == null) {
                add(query, row, Sums.of(row), row.event().quantities().byUnit());
                continue;
            }
            add(query, now, Sums.of(now), now.event().quantities().byUnit());
            // What a group has more, or less, than was charged in it.
            add(query, now, difference(now, false), new TreeMap<>());
            add(query, row, difference(row, true), new TreeMap<>());
        }
        List<UsageSums.SumRow> rows = new ArrayList<>();
        groups.forEach((keys, totals) ->
                rows.add(new UsageSums.SumRow(keys, adjusted ? withoutZeros(totals) : totals)));
        rows.removeIf(row -> isNothing(row.totals().sums()));
        return rows;
    }

    /** Rows as they are with their last correction. */
    static List<ChargedEvent> asNow(Stream<PricedEvent> rows, Stream<Adjustment> adjustments) {
        Map<Place, ChargedEvent> last = new HashMap<>();
        adjustments.forEach(one -> last.put(Place.of(one.before()), one.after()));
        return rows.map(ChargedEvent::of)
                .map(row -> last.getOrDefault(Place.of(row), row))
                .toList();
    }

    /** Of a group that corrections emptied, and in which nothing had been charged. */
    private static boolean isNothing(Sums sums) {
        return sums.requests() == 0
                && sums.apiCost().signum() == 0
                && sums.revenue().signum() == 0
                && sums.costAdjustment().signum() == 0
                && sums.revenueAdjustment().signum() == 0;
    }

    /** What a correction points at. */
    private record Place(EventKey key, Instant time) {
        static Place of(ChargedEvent row) {
            return new Place(row.event().key(), row.event().time());
        }
    }

    private void add(
            ReportQuery query,
            ChargedEvent row,
            Sums sums,
            SortedMap<String, BigDecimal> quantities) {
        if (QueriedRow.isIn(query, row)) {
            SortedMap<String, BigDecimal> asked = query.quantities() ? quantities : new TreeMap<>();
            groups.merge(QueriedRow.keys(query, row), new Totals(sums, asked), Totals::plus);
        }
    }

    private static Sums difference(ChargedEvent row, boolean away) {
        BigDecimal nil = BigDecimal.ZERO;
        BigDecimal cost = row.apiCost() == null ? nil : row.apiCost();
        BigDecimal value = row.creditValue() == null ? nil : row.creditValue();
        Sums sums =
                new Sums(
                        0, 0, 0, 0, 0, 0, nil, nil, nil, nil, nil, nil, nil, cost, value, nil, 0,
                        0);
        return away ? sums.negated() : sums;
    }

    /** A unit that corrections took away is none. */
    private static Totals withoutZeros(Totals totals) {
        TreeMap<String, BigDecimal> some = new TreeMap<>(totals.quantities());
        some.values().removeIf(quantity -> quantity.signum() == 0);
        return new Totals(totals.sums(), some);
    }

    /** Whether only single events answer that, in a ledger whose days are those of the zone. */
    static boolean needsRows(ReportQuery query, ZoneId zone) {
        return query.concerns(Dimension.USER)
                ? query.quantities() || !isOfUsersAlone(query) || !isWholeDays(query, zone)
                : !query.from().equals(Rollups.quarterHour(query.from()))
                        || !query.to().equals(Rollups.quarterHour(query.to()));
    }

    private static boolean isOfUsersAlone(ReportQuery query) {
        return Stream.of(Dimension.values())
                .filter(dimension -> dimension != Dimension.USER && !dimension.isTime())
                .noneMatch(query::concerns);
    }

    private static boolean isWholeDays(ReportQuery query, ZoneId zone) {
        return query.zone().getRules().equals(zone.getRules())
                && Stream.of(query.from(), query.to())
                        .allMatch(edge ->
                                edge.equals(
                                        edge.atZone(zone)
                                                .toLocalDate()
                                                .atStartOfDay(zone)
                                                .toInstant()));
    }
}
