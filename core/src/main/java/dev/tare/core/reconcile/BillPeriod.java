package dev.tare.core.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a bill says of an item in a day, or in the days of a longer period. */
final class BillPeriod {
    /** Repeated lines that are named. */
    private static final int NAMED_MAX = 10;

    private final LocalDate first;
    private final LocalDate last;
    private final NavigableMap<String, BigDecimal> quantities = new TreeMap<>();
    private final NavigableMap<String, BigDecimal> repeated = new TreeMap<>();
    private final NavigableMap<String, BigDecimal> steps = new TreeMap<>();
    private final List<Reconciliation.Repeat> repeats = new ArrayList<>();
    private BigDecimal amount = BigDecimal.ZERO;
    private BigDecimal repeatedAmount = BigDecimal.ZERO;
    private long lines;
    private long repeatedLines;

    BillPeriod(LocalDate first, LocalDate last) {
        this.first = first;
        this.last = last;
    }

    /** Adds a line; {@code earlier} is the number of an equal one before. */
    void add(BillLine line, @Nullable Long earlier) {
        lines++;
        quantities.merge(line.unit(), line.quantity(), BigDecimal::add);
        steps.merge(line.unit(), line.quantityStep(), BigDecimal::add);
        amount = amount.add(line.amount());
        if (earlier != null) {
            repeatedLines++;
            repeated.merge(line.unit(), line.quantity(), BigDecimal::add);
            repeatedAmount = repeatedAmount.add(line.amount());
            if (repeats.size() < NAMED_MAX) {
                repeats.add(new Reconciliation.Repeat(line.number(), earlier));
            }
        }
    }

    LocalDate first() {
        return first;
    }

    LocalDate last() {
        return last;
    }

    NavigableMap<String, BigDecimal> quantities() {
        return quantities;
    }

    BigDecimal amount() {
        return amount;
    }

    long lines() {
        return lines;
    }

    long repeatedLines() {
        return repeatedLines;
    }

    List<Reconciliation.Repeat> repeats() {
        return repeats;
    }

    /** The quantity of a unit without the lines that repeat others. */
    BigDecimal once(String unit) {
        return quantities
                .getOrDefault(unit, BigDecimal.ZERO)
                .subtract(repeated.getOrDefault(unit, BigDecimal.ZERO));
    }

    /** The amount without the lines that repeat others, USD. */
    BigDecimal amountOnce() {
        return amount.subtract(repeatedAmount);
    }

    /** Whether that is the quantity of a unit, as exactly as the bill says it. */
    boolean isQuantity(String unit, BigDecimal said, BigDecimal other) {
        BigDecimal twiceTheGap = said.subtract(other).abs().add(said.subtract(other).abs());
        return twiceTheGap.compareTo(steps.getOrDefault(unit, BigDecimal.ZERO)) <= 0;
    }
}
