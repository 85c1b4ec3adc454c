package dev.tare.core.reconcile;

import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares a bill with the log's sums, item by item and period by period. */
final class Comparing {
    /** How many times the bill's quantity the log must have to count as doubled. */
    private static final BigDecimal ABOUT_TWICE = new BigDecimal("1.9");

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private static final Comparator<Reconciliation.Finding> BY_TIME =
            Comparator.comparing(Reconciliation.Finding::first)
                    .thenComparing(Reconciliation.Finding::item);

    private final Bill bill;
    private final LogSums log;
    private ZoneId zone;

    Comparing(Bill bill, LogSums log) {
        this.bill = bill;
        this.log = log;
        this.zone = bill.zone();
    }

    Reconciliation run() {
        Reconciliation.Shift shift = new ZoneSearch(bill, log).best();
        ZoneId given = zone;
        if (shift != null) {
            zone = shift.offset();
        }
        List<Reconciliation.Finding> findings = new ArrayList<>();
        bill.items()
                .forEach((item, periods) ->
                        periods.values()
                                .forEach(period ->
                                        findings.add(
                                                finding(
                                                        item,
                                                        period,
                                                        shift == null ? null : given))));
        onlyInLog(findings);
        findings.sort(BY_TIME);
        return new Reconciliation(
                zone,
                bill.first(),
                bill.last(),
                bill.lines(),
                bill.outside(),
                List.copyOf(findings),
                bill.apart(),
                shift);
    }

    private LogSums.Sum sum(BillItem item, BillPeriod period, ZoneId in) {
        return log.of(
                item,
                period.first().atStartOfDay(in).toInstant(),
                period.last().plusDays(1).atStartOfDay(in).toInstant());
    }

    private Reconciliation.Finding finding(
            BillItem item, BillPeriod period, @Nullable ZoneId given) {
        LogSums.Sum sum = sum(item, period, zone);
        Outcome outcome = outcome(period, sum);
        if (outcome.isFine()
                && given != null
                && !outcome(period, sum(item, period, given)).isFine()) {
            outcome = Outcome.TIME_ZONE_SHIFT;
        }
        SortedMap<String, BigDecimal> quantities = new TreeMap<>();
        period.quantities().keySet().forEach(unit -> quantities.put(unit, sum.quantity(unit)));
        return new Reconciliation.Finding(
                outcome,
                item,
                period.first(),
                period.last(),
                period.quantities(),
                quantities,
                period.amount(),
                sum.cost(),
                sum.calls(),
                sum.unpriced(),
                sum.notBilled(),
                period.lines(),
                List.copyOf(period.repeats()),
                period.repeatedLines());
    }

    private Outcome outcome(BillPeriod period, LogSums.Sum sum) {
        boolean more = false;
        boolean less = false;
        boolean twice = true;
        boolean once = period.repeatedLines() > 0;
        for (Map.Entry<String, BigDecimal> unit : period.quantities().entrySet()) {
            BigDecimal billed = unit.getValue();
            BigDecimal logged = sum.quantity(unit.getKey());
            if (!period.isQuantity(unit.getKey(), billed, logged)) {
                more |= billed.compareTo(logged) > 0;
                less |= billed.compareTo(logged) < 0;
            }
            twice &= logged.compareTo(billed.multiply(ABOUT_TWICE)) >= 0;
            once &= period.isQuantity(unit.getKey(), period.once(unit.getKey()), logged);
        }
        if (!more && !less) {
            return amounts(period, sum);
        }
        if (sum.calls() == 0) {
            return Outcome.ONLY_ON_BILL;
        }
        if (once) {
            return Outcome.DOUBLED_ON_BILL;
        }
        if (more && less) {
            return Outcome.UNITS_DIFFER;
        }
        if (more) {
            return Outcome.MISSING;
        }
        return twice ? Outcome.DOUBLED_IN_LOG : Outcome.MORE_IN_LOG;
    }

    /** Quantities agree. What rounding explains depends on how many amounts were rounded. */
    private Outcome amounts(BillPeriod period, LogSums.Sum sum) {
        BigDecimal gap = period.amount().subtract(sum.cost()).abs();
        if (gap.signum() == 0 && sum.unpriced() == 0) {
            return Outcome.MATCHED;
        }
        BigDecimal byBill = BigDecimal.ONE.movePointLeft(bill.decimals());
        BigDecimal byUs = BigDecimal.ONE.movePointLeft(Amounts.SCALE);
        BigDecimal twiceAllowed =
                byBill.multiply(BigDecimal.valueOf(period.lines()))
                        .add(byUs.multiply(BigDecimal.valueOf(sum.calls())));
        return sum.unpriced() == 0 && gap.multiply(TWO).compareTo(twiceAllowed) <= 0
                ? Outcome.ROUNDING
                : Outcome.PRICE_DRIFT;
    }

    /** Days of the log that no period of the bill covers. */
    private void onlyInLog(List<Reconciliation.Finding> findings) {
        LocalDate first = bill.first();
        LocalDate last = bill.last();
        if (first == null || last == null) {
            return;
        }
        log.items()
                .forEach((item, quarters) -> {
                    NavigableMap<LocalDate, LogSums.Sum> days = new TreeMap<>();
                    quarters.forEach((quarter, sum) -> {
                        LocalDate day = day(quarter);
                        if (!day.isBefore(first) && !day.isAfter(last) && !isBilled(item, day)) {
                            days.computeIfAbsent(day, d -> new LogSums.Sum()).add(sum);
                        }
                    });
                    days.forEach((day, sum) -> {
                        if (sum.calls() > 0) {
                            findings.add(onlyInLog(item, day, sum));
                        }
                    });
                });
    }

    private static Reconciliation.Finding onlyInLog(BillItem item, LocalDate day, LogSums.Sum sum) {
        return new Reconciliation.Finding(
                Outcome.ONLY_IN_LOG,
                item,
                day,
                day,
                new TreeMap<>(),
                sum.quantities(),
                BigDecimal.ZERO,
                sum.cost(),
                sum.calls(),
                sum.unpriced(),
                sum.notBilled(),
                0,
                List.of(),
                0);
    }

    private LocalDate day(long quarter) {
        return Instant.ofEpochSecond(quarter * LogSums.QUARTER_HOUR_SECONDS)
                .atZone(zone)
                .toLocalDate();
    }

    private boolean isBilled(BillItem item, LocalDate day) {
        NavigableMap<LocalDate, BillPeriod> periods = bill.items().get(item);
        Map.Entry<LocalDate, BillPeriod> period = periods == null ? null : periods.floorEntry(day);
        return period != null && !period.getValue().last().isBefore(day);
    }
}
