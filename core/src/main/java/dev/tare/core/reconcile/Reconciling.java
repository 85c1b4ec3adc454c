package dev.tare.core.reconcile;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.Slices;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Compares bills with the log. It reads only. Safe for use by many threads. */
public final class Reconciling {
    /** Events read from one snapshot; the next ones may be of a later one. */
    static final long SLICE_ROWS = 100_000;

    /** Days of any zone lie within this, before and behind the same days in UTC. */
    private static final Duration MARGIN = Duration.ofHours(14);

    private final LogNow log;
    private final Supplier<RowsKept> kept;

    /**
     * Over that log.
     *
     * @param kept which rows there are
     */
    public Reconciling(LogNow log, Supplier<RowsKept> kept) {
        this.log = log;
        this.kept = kept;
    }

    /** What came of it. */
    public sealed interface Result {}

    /** It was compared. */
    public record Compared(Reconciliation reconciliation) implements Result {}

    /**
     * It can't be.
     *
     * @param code stable, in snake case
     */
    public record Refused(String code, String message) implements Result {}

    /**
     * What was told anew.
     *
     * @param periods whose amounts are now the bill's
     * @param costChange USD; what had no cost before counts as 0
     */
    public record Booked(
            long periods, long events, BigDecimal costChange, List<NotBooked> notBooked) {}

    /**
     * Amounts that differ and weren't booked.
     *
     * @param code stable, in snake case
     */
    public record NotBooked(BillItem item, LocalDate day, String code, String message) {}

    /**
     * Tells events anew where only amounts differ, so that they come to what the bill says.
     *
     * @param found what comparing that bill gave, in the zone that was given
     * @param sink takes events of one source, told anew
     */
    public Booked book(
            String provider,
            Bill bill,
            Reconciliation found,
            BiConsumer<String, List<UsageEvent>> sink) {
        return new Booking(log, kept.get(), provider, bill, found, sink::accept).run();
    }

    /** That bill of that provider against the log. */
    public Result compare(String provider, Bill bill) {
        LocalDate first = bill.first();
        LocalDate last = bill.last();
        if (bill.lines() == 0 || first == null || last == null) {
            return new Compared(nothing(bill));
        }
        Instant from = first.atStartOfDay(ZoneOffset.UTC).toInstant().minus(MARGIN);
        Instant to = last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(MARGIN);
        RowsKept rows = kept.get();
        if (rows.lacks(first.atStartOfDay(bill.zone()).toInstant())) {
            return new Refused(
                    "rows_let_go",
                    "Single events before "
                            + rows.date()
                            + " (UTC) were let go, and the bill begins on "
                            + first
                            + "; take the days from then on with --from.");
        }
        LogSums sums = new LogSums(bill.items().keySet());
        try {
            EventScope scope = new EventScope(from, to, provider, null, null);
            for (Slices.Slice slice : Slices.of(log, scope, rows, SLICE_ROWS)) {
                log.each(slice.scope(), sums::add);
            }
        } catch (LogSums.TooMany _) {
            return new Refused(
                    "too_much_at_once",
                    "The log has more than "
                            + LogSums.SUMS_MAX
                            + " quarter hours of items in these days; take fewer days with --from"
                            + " and --to.");
        }
        return new Compared(new Comparing(bill, sums).run());
    }

    private static Reconciliation nothing(Bill bill) {
        return new Reconciliation(
                bill.zone(),
                bill.first(),
                bill.last(),
                0,
                bill.outside(),
                List.of(),
                new TreeMap<>(bill.apart()),
                null);
    }
}
