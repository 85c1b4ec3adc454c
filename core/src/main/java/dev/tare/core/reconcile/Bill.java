package dev.tare.core.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A bill's lines, summed up by item and period: a day, or the whole days a line is about. It grows
 * line by line. Lines that repeat one before, word for word, are counted as the bill has them and
 * noted. Not safe for use by many threads.
 */
public final class Bill {
    /** Periods of items at most. */
    public static final int PERIODS_MAX = 200_000;

    /** Lines among which repeated ones are looked for. */
    static final int REPEATS_AMONG = 200_000;

    private final ZoneId zone;
    private final @Nullable LocalDate from;
    private final @Nullable LocalDate to;
    private final NavigableMap<BillItem, NavigableMap<LocalDate, BillPeriod>> items =
            new TreeMap<>();
    private final Map<UUID, Long> seen = new HashMap<>();
    private final NavigableMap<String, BigDecimal> apart = new TreeMap<>();
    private int periods;
    private int decimals;
    private long lines;
    private long outside;

    /**
     * An empty one.
     *
     * @param zone in which its days are cut
     * @param from first day that counts; {@code null}: the first it has
     * @param to last day that counts; {@code null}: the last it has
     */
    public Bill(ZoneId zone, @Nullable LocalDate from, @Nullable LocalDate to) {
        this.zone = zone;
        this.from = from;
        this.to = to;
    }

    /**
     * Why a line can't be taken.
     *
     * @param code stable, in snake case
     */
    public record Refusal(String code, String message) {}

    /** Takes a line; why it can't be, or {@code null}. */
    public @Nullable Refusal add(BillLine line) {
        LocalDate first = line.start().atZone(zone).toLocalDate();
        LocalDate last = line.end().minusNanos(1).atZone(zone).toLocalDate();
        if (!first.equals(last) && !areWholeDays(line)) {
            return notWholeDays(line);
        }
        if ((from != null && first.isBefore(from)) || (to != null && last.isAfter(to))) {
            outside++;
            return null;
        }
        NavigableMap<LocalDate, BillPeriod> days =
                items.computeIfAbsent(line.item(), item -> new TreeMap<>());
        Map.Entry<LocalDate, BillPeriod> before = days.floorEntry(last);
        BillPeriod period = before == null ? null : before.getValue();
        if (period == null || period.last().isBefore(first)) {
            if (++periods > PERIODS_MAX) {
                return new Refusal(
                        "too_many_periods",
                        "The bill has more than "
                                + PERIODS_MAX
                                + " days of items; take part of it with --from and --to.");
            }
            period = new BillPeriod(first, last);
            days.put(first, period);
        } else if (!period.first().equals(first) || !period.last().equals(last)) {
            return overlaps(first, last, period);
        }
        take(line, period);
        return null;
    }

    private Refusal notWholeDays(BillLine line) {
        return new Refusal(
                "not_whole_days",
                "The line is about "
                        + line.start()
                        + " to "
                        + line.end()
                        + ", which isn't whole days in "
                        + zone
                        + "; give the bill's own zone with --tz.");
    }

    private static Refusal overlaps(LocalDate first, LocalDate last, BillPeriod other) {
        return new Refusal(
                "overlapping_periods",
                "The line is about "
                        + first
                        + " to "
                        + last
                        + ", and another about the same item from "
                        + other.first()
                        + " to "
                        + other.last()
                        + "; reconcile a bill by the day and one by longer periods apart.");
    }

    private void take(BillLine line, BillPeriod period) {
        Long earlier = null;
        if (seen.size() < REPEATS_AMONG) {
            earlier = seen.putIfAbsent(line.text(), line.number());
        } else {
            earlier = seen.get(line.text());
        }
        period.add(line, earlier);
        decimals = Math.max(decimals, line.decimals());
        lines++;
    }

    /** Adds what isn't usage: a credit, a tax, a refund. */
    public void addApart(String category, BigDecimal amount) {
        apart.merge(category, amount, BigDecimal::add);
    }

    private boolean areWholeDays(BillLine line) {
        return isMidnight(line.start()) && isMidnight(line.end());
    }

    private boolean isMidnight(java.time.Instant time) {
        LocalDate day = time.atZone(zone).toLocalDate();
        return day.atStartOfDay(zone).toInstant().equals(time);
    }

    ZoneId zone() {
        return zone;
    }

    /** The periods of each item. */
    NavigableMap<BillItem, NavigableMap<LocalDate, BillPeriod>> items() {
        return items;
    }

    /** The first day compared, {@code null} where there is none. */
    @Nullable LocalDate first() {
        return from != null
                ? from
                : periods().map(BillPeriod::first).min(LocalDate::compareTo).orElse(null);
    }

    /** The last day compared, {@code null} where there is none. */
    @Nullable LocalDate last() {
        return to != null
                ? to
                : periods().map(BillPeriod::last).max(LocalDate::compareTo).orElse(null);
    }

    private java.util.stream.Stream<BillPeriod> periods() {
        return items.values().stream().map(NavigableMap::values).flatMap(Collection::stream);
    }

    /** The decimals of its finest amount. */
    int decimals() {
        return decimals;
    }

    /** Lines about usage that count. */
    long lines() {
        return lines;
    }

    /** Lines about usage outside the days asked for. */
    long outside() {
        return outside;
    }

    /** Sums of what isn't usage, USD by category. */
    NavigableMap<String, BigDecimal> apart() {
        return apart;
    }
}
