package dev.tare.core.reconcile;

import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
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
    private static final int AT_LEAST = 3;
    private static final BigDecimal FOUR = BigDecimal.valueOf(4);

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

    /** How well a zone fits: how many quantities agree in it, of all. */
    private record Fit(ZoneOffset offset, BigDecimal differs, long agree, long all) {}

    private static final Comparator<Fit> BEST =
            Comparator.comparingLong(Fit::agree).reversed().thenComparing(Fit::differs);

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
     * The zone in which most quantities agree, and of several the one in which the others differ
     * least. {@code null} where it mends too little to be told from chance: it must make half of
     * the quantities agree that didn't, three of them or all; or, where none agree anywhere, take
     * away three quarters of what differs.
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
            int order = best == null ? -1 : BEST.compare(fit, best);
            equal = order == 0 ? equal + 1 : order < 0 ? 0 : equal;
            if (best == null || order < 0 || (order == 0 && isNearer(offset, best.offset, near))) {
                best = fit;
            }
        }
        return best == null || !isTold(given, best)
                ? null
                : new Reconciliation.Shift(
                        best.offset, equal, best.agree - given.agree, given.all - given.agree);
    }

    private static boolean isTold(Fit given, Fit best) {
        if (best.differs.compareTo(given.differs) >= 0) {
            return false;
        }
        long wrong = given.all - given.agree;
        long mended = best.agree - given.agree;
        boolean many = mended >= Math.min(AT_LEAST, wrong) && 2 * mended >= wrong;
        return many
                || (mended == 0
                        && wrong >= AT_LEAST
                        && best.differs.multiply(FOUR).compareTo(given.differs) <= 0);
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
        long all = 0;
        for (Series one : series) {
            BigDecimal off = BigDecimal.ZERO;
            for (BillPeriod period : one.periods) {
                BigDecimal billed = period.quantities().getOrDefault(one.unit, BigDecimal.ZERO);
                BigDecimal logged =
                        one.between(
                                LogSums.quarter(period.first().atStartOfDay(zone).toInstant()),
                                LogSums.quarter(
                                        period.last().plusDays(1).atStartOfDay(zone).toInstant()));
                all++;
                if (period.isQuantity(one.unit, billed, logged)) {
                    agree++;
                } else {
                    off = off.add(billed.subtract(logged).abs());
                }
            }
            BigDecimal part = Amounts.mean(off, one.total, PART_SCALE);
            differs = differs.add(part == null ? BigDecimal.ZERO : part);
        }
        return new Fit(named, differs, agree, all);
    }
}
