package dev.tare.core.reconcile;

import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What came of comparing a bill with the log.
 *
 * @param zone in which days were cut: that given, or the one that fits best
 * @param first the first day compared, {@code null}: the bill has no usage
 * @param last the last one
 * @param lines of the bill about usage that were compared
 * @param linesOutside of the bill, outside the days asked for
 * @param findings each item's periods, by item and time
 * @param apart what isn't usage, USD by category
 * @param shift the other zone in which days fit, {@code null}: none fits much better
 */
public record Reconciliation(
        ZoneId zone,
        @Nullable LocalDate first,
        @Nullable LocalDate last,
        long lines,
        long linesOutside,
        List<Finding> findings,
        SortedMap<String, BigDecimal> apart,
        @Nullable Shift shift) {
    /** A line of the bill that says word for word what one before says. */
    public record Repeat(long line, long earlier) {}

    /**
     * One item in a day, or in a longer period of the bill.
     *
     * @param first its first day
     * @param last its last day
     * @param bill what the bill says by unit; empty: nothing
     * @param log what the log says by unit; of the units that the bill has, if it has any
     * @param billed USD
     * @param cost USD as it is now; unpriced calls count as 0
     * @param calls of the log, without those that failed and cost nothing
     * @param unpriced of these
     * @param notBilled calls that failed and cost nothing; they count nowhere else
     * @param lines of the bill
     * @param repeats lines that repeat others, the first ten of them
     * @param repeated how many do in all
     */
    public record Finding(
            Outcome outcome,
            BillItem item,
            LocalDate first,
            LocalDate last,
            SortedMap<String, BigDecimal> bill,
            SortedMap<String, BigDecimal> log,
            BigDecimal billed,
            BigDecimal cost,
            long calls,
            long unpriced,
            long notBilled,
            long lines,
            List<Repeat> repeats,
            long repeated) {
        private static final int RATE_SCALE = 15;

        /** What the bill has more than the log, USD. */
        public BigDecimal gap() {
            return billed.subtract(cost);
        }

        /** USD for each of its one unit on the bill; {@code null} where there are more or none. */
        public @Nullable BigDecimal billRate() {
            return rate(billed, bill);
        }

        /** The same in the log. */
        public @Nullable BigDecimal logRate() {
            return bill.size() == 1 ? rate(cost, log) : null;
        }

        private static @Nullable BigDecimal rate(
                BigDecimal amount, Map<String, BigDecimal> quantities) {
            return quantities.size() == 1
                    ? Amounts.mean(amount, quantities.values().iterator().next(), RATE_SCALE)
                    : null;
        }
    }

    /**
     * A zone in which the bill's days fit the log's much better than in the one given.
     *
     * @param offset the best; of several equally good ones the nearest to the one given
     * @param equallyGood how many others are as good
     * @param mended quantities that agree there, and didn't in the zone given
     * @param differed how many didn't
     */
    public record Shift(ZoneOffset offset, int equallyGood, long mended, long differed) {}

    /**
     * Sums over what the bill has, and the log of that.
     *
     * @param captured the log's part of the bill's, in percent; {@code null} where the bill has
     *     none
     */
    public record Capture(BigDecimal bill, BigDecimal log, @Nullable BigDecimal captured) {
        static Capture of(BigDecimal bill, BigDecimal log) {
            return new Capture(bill, log, Amounts.percent(log, bill));
        }
    }

    /** Whether nothing differs beyond rounding. */
    public boolean isFine() {
        return findings.stream().allMatch(finding -> finding.outcome().isFine());
    }

    /** How much of the bill's quantity of each unit the log has. */
    public SortedMap<String, Capture> captured() {
        SortedMap<String, Capture> units = new java.util.TreeMap<>();
        for (Finding finding : findings) {
            finding.bill()
                    .forEach((unit, bill) -> {
                        BigDecimal log = finding.log().getOrDefault(unit, BigDecimal.ZERO);
                        units.merge(
                                unit,
                                Capture.of(bill, log),
                                (a, b) -> Capture.of(a.bill().add(b.bill()), a.log().add(b.log())));
                    });
        }
        return units;
    }

    /** How much of the bill's amount the log has, USD. */
    public Capture amount() {
        BigDecimal bill = BigDecimal.ZERO;
        BigDecimal log = BigDecimal.ZERO;
        for (Finding finding : findings) {
            bill = bill.add(finding.billed());
            log = log.add(finding.bill().isEmpty() ? BigDecimal.ZERO : finding.cost());
        }
        return Capture.of(bill, log);
    }
}
