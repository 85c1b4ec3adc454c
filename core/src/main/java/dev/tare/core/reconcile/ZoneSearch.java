package dev.tare.core.reconcile;

import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks for another zone in which the bill's days fit the log: each offset from -12:00 to +14:00 in
 * quarter hours. What differs is measured by quantity, each item's unit as a part of what the bill
 * has of it, so that tokens don't outweigh images.
 */
final class ZoneSearch {
    private static final int QUARTER_HOUR_SECONDS = 900;
    private static final int FIRST_QUARTER = -12 * 4;
    private static final int LAST_QUARTER = 14 * 4;
    private static final int PART_SCALE = 18;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** One unit of an item: the bill's periods, and how much the log has until each moment. */
    private record Series(
            String unit,
            BigDecimal total,
            List<BillPeriod> periods,
            NavigableMap<Long, BigDecimal> until) {
        BigDecimal between(long from, long to) {
            return until(to).subtract(until(from));
        }

        /** Of all quarter hours before that one. */
        private BigDecimal until(long quarter) {
            Map.Entry<Long, BigDecimal> last = until.lowerEntry(quarter);
            return last == null ? BigDecimal.ZERO : last.getValue();
        }
    }

    /** How well a zone fits. */
    private record Fit(ZoneOffset offset, BigDecimal differs, long agree) {}

    private final Bill bill;
    private final List<Series> series = new ArrayList<>();

    ZoneSearch(Bill bill, LogSums log) {
        this.bill = bill;
        bill.items()
                .forEach((item, periods) -> {
                    NavigableMap<String, BigDecimal> totals = new TreeMap<>();
                    periods.values()
                            .forEach(period ->
                                    period.quantities()
                                            .forEach((unit, q) ->
                                                    totals.merge(unit, q, BigDecimal::add)));
                    NavigableMap<Long, LogSums.Sum> quarters = log.items().get(item);
                    totals.forEach((unit, total) -> {
                        if (total.signum() > 0 && quarters != null) {
                            series.add(
                                    new Series(
                                            unit,
                                            total,
                                            List.copyOf(periods.values()),
                                            until(quarters, unit)));
                        }
                    });
                });
    }

    private static NavigableMap<Long, BigDecimal> until(
            NavigableMap<Long, LogSums.Sum> quarters, String unit) {
        NavigableMap<Long, BigDecimal> until = new TreeMap<>();
        BigDecimal[] sum = {BigDecimal.ZERO};
        quarters.forEach((quarter, one) -> {
            sum[0] = sum[0].add(one.quantity(unit));
            until.put(quarter, sum[0]);
        });
        return until;
    }

    /**
     * The zone that fits best, where it mends more than half of what differs and more periods agree
     * in it; else {@code null}.
     */
    Reconciliation.@Nullable Shift best() {
        Fit given = fit(ZoneOffset.UTC, bill.zone());
        if (given.differs.signum() == 0) {
            return null;
        }
        int near = offsetOfFirstDay();
        Fit best = null;
        int equal = 0;
        for (int quarter = FIRST_QUARTER; quarter <= LAST_QUARTER; quarter++) {
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(quarter * QUARTER_HOUR_SECONDS);
            Fit fit = fit(offset, offset);
            int order = best == null ? -1 : fit.differs.compareTo(best.differs);
            equal = order == 0 ? equal + 1 : order < 0 ? 0 : equal;
            if (best == null || order < 0 || (order == 0 && isNearer(offset, best.offset, near))) {
                best = fit;
            }
        }
        if (best == null
                || best.differs.multiply(TWO).compareTo(given.differs) >= 0
                || best.agree <= given.agree) {
            return null;
        }
        return new Reconciliation.Shift(
                best.offset,
                equal,
                Amounts.percent(given.differs.subtract(best.differs), given.differs));
    }

    private int offsetOfFirstDay() {
        LocalDate day = bill.first();
        return day == null ? 0 : day.atStartOfDay(bill.zone()).getOffset().getTotalSeconds();
    }

    private static boolean isNearer(ZoneOffset one, ZoneOffset other, int near) {
        return Math.abs(one.getTotalSeconds() - near) < Math.abs(other.getTotalSeconds() - near);
    }

    private Fit fit(ZoneOffset named, ZoneId zone) {
        BigDecimal differs = BigDecimal.ZERO;
        long agree = 0;
        for (Series one : series) {
            BigDecimal off = BigDecimal.ZERO;
            for (BillPeriod period : one.periods) {
                BigDecimal billed = period.quantities().getOrDefault(one.unit, BigDecimal.ZERO);
                BigDecimal logged =
                        one.between(
                                LogSums.quarter(period.first().atStartOfDay(zone).toInstant()),
                                LogSums.quarter(
                                        period.last().plusDays(1).atStartOfDay(zone).toInstant()));
                if (period.isQuantity(one.unit, billed, logged)) {
                    agree++;
                } else {
                    off = off.add(billed.subtract(logged).abs());
                }
            }
            BigDecimal part = Amounts.mean(off, one.total, PART_SCALE);
            differs = differs.add(part == null ? BigDecimal.ZERO : part);
        }
        return new Fit(named, differs, agree);
    }
}
