package dev.tare.core.advice;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.ledger.ToldCost;
import dev.tare.core.money.ExactSum;
import dev.tare.core.pricing.PriceBook;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Costs that senders told beside what the book says, summed up by provider, operation and model. It
 * grows event by event, and holds no more than {@link #GROUPS_MAX} groups apart, however many there
 * are. Not safe for use by many threads.
 */
final class ToldCosts {
    /** Groups kept apart; what belongs to others is summed up together. */
    static final int GROUPS_MAX = 100_000;

    private record Key(String provider, String operation, @Nullable String model) {}

    private static final class Running {
        private long events;
        private long compared;
        private long differing;
        private final ExactSum told = new ExactSum();
        private final ExactSum toldOfCompared = new ExactSum();
        private final ExactSum book = new ExactSum();

        void add(ToldCost cost) {
            long units = ExactSum.units(cost.told());
            events++;
            told.add(units);
            BigDecimal byTheBook = cost.byTheBook();
            if (byTheBook != null) {
                compared++;
                toldOfCompared.add(units);
                book.add(ExactSum.units(byTheBook));
                differing += cost.differs() ? 1 : 0;
            }
        }

        ToldCostsReport.Sum sum() {
            return new ToldCostsReport.Sum(
                    events,
                    told.total(),
                    compared,
                    toldOfCompared.total(),
                    book.total(),
                    differing);
        }
    }

    private final PriceBook prices;
    private final Map<Key, Running> groups = new HashMap<>();
    private final Running total = new Running();

    ToldCosts(PriceBook prices) {
        this.prices = prices;
    }

    void add(ChargedEvent row) {
        ToldCost cost = ToldCost.of(row, prices);
        total.add(cost);
        StoredEvent event = row.event();
        Key key = new Key(event.provider(), event.operation(), event.model());
        Running group = groups.get(key);
        if (group == null && groups.size() < GROUPS_MAX) {
            group = new Running();
            groups.put(key, group);
        }
        if (group != null) {
            group.add(cost);
        }
    }

    ToldCostsReport.Sum total() {
        return total.sum();
    }

    /** The largest difference first; of equal ones by how many differ, then by name. */
    List<ToldCostsReport.Group> groups() {
        return groups.entrySet().stream()
                .map(one ->
                        new ToldCostsReport.Group(
                                one.getKey().provider(),
                                one.getKey().operation(),
                                one.getKey().model(),
                                one.getValue().sum()))
                .sorted(
                        Comparator.comparing(
                                        (ToldCostsReport.Group one) -> one.sum().difference().abs())
                                .thenComparingLong(one -> one.sum().differing())
                                .reversed()
                                .thenComparing(ToldCostsReport.Group::provider)
                                .thenComparing(ToldCostsReport.Group::operation)
                                .thenComparing(one -> Objects.requireNonNullElse(one.model(), "")))
                .toList();
    }
}
