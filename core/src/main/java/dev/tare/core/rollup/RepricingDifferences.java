package dev.tare.core.rollup;

import dev.tare.core.ledger.LogNow;
import dev.tare.core.money.ExactSum;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a re-pricing changes, in all and by day, provider, operation and user. It grows change by
 * change, and holds no more than {@link #GROUPS_MAX} groups of each kind, however many there are.
 * Not safe for use by many threads.
 */
public final class RepricingDifferences {
    /** Groups of a kind kept apart; what belongs to others is summed up with the rest. */
    public static final int GROUPS_MAX = 100_000;

    /**
     * Sums over events that change. Unknown amounts count as 0.
     *
     * @param events that change
     * @param priced that had no cost and get one
     * @param unpriced that lose their cost
     * @param costBefore USD
     * @param costAfter USD
     * @param valueBefore credit value, USD
     * @param valueAfter credit value, USD
     */
    public record Difference(
            long events,
            long priced,
            long unpriced,
            BigDecimal costBefore,
            BigDecimal costAfter,
            BigDecimal valueBefore,
            BigDecimal valueAfter) {
        /** What the cost becomes more by, in USD. */
        public BigDecimal cost() {
            return costAfter.subtract(costBefore);
        }

        /** What the credit value becomes more by, in USD. */
        public BigDecimal value() {
            return valueAfter.subtract(valueBefore);
        }

        private BigDecimal size() {
            return cost().abs().max(value().abs());
        }
    }

    /** One day (ISO, in the zone), provider, operation or user. */
    public record Group(String name, Difference difference) {}

    /**
     * Groups in the order they are to be shown, and the others.
     *
     * @param others how many groups are summed up in {@code rest}, at least
     * @param rest {@code null} where there are no others
     */
    public record Groups(List<Group> shown, long others, @Nullable Difference rest) {}

    private static final class Running {
        private long events;
        private long priced;
        private long unpriced;
        private final ExactSum costBefore = new ExactSum();
        private final ExactSum costAfter = new ExactSum();
        private final ExactSum valueBefore = new ExactSum();
        private final ExactSum valueAfter = new ExactSum();

        void add(LogNow.Change change) {
            events++;
            priced += change.costBefore() == null && change.costAfter() != null ? 1 : 0;
            unpriced += change.costBefore() != null && change.costAfter() == null ? 1 : 0;
            add(costBefore, change.costBefore());
            add(costAfter, change.costAfter());
            add(valueBefore, change.valueBefore());
            add(valueAfter, change.valueAfter());
        }

        private static void add(ExactSum sum, @Nullable BigDecimal amount) {
            sum.add(amount == null ? 0 : ExactSum.units(amount));
        }

        Difference difference() {
            return new Difference(
                    events,
                    priced,
                    unpriced,
                    costBefore.total(),
                    costAfter.total(),
                    valueBefore.total(),
                    valueAfter.total());
        }
    }

    /** One kind of group. */
    private static final class Kind {
        private final Map<String, Running> groups = new HashMap<>();
        private final Running beyond = new Running();

        void add(String name, LogNow.Change change) {
            Running group = groups.get(name);
            if (group == null && groups.size() < GROUPS_MAX) {
                group = new Running();
                groups.put(name, group);
            }
            (group == null ? beyond : group).add(change);
        }

        Groups largest(int most) {
            List<Group> all =
                    groups.entrySet().stream()
                            .map(one -> new Group(one.getKey(), one.getValue().difference()))
                            .sorted(LARGEST)
                            .toList();
            List<Group> shown = List.copyOf(all.subList(0, Math.min(most, all.size())));
            List<Group> left = all.subList(shown.size(), all.size());
            if (left.isEmpty() && beyond.events == 0) {
                return new Groups(shown, 0, null);
            }
            Difference rest = beyond.difference();
            for (Group group : left) {
                rest = plus(rest, group.difference());
            }
            return new Groups(shown, left.size() + (beyond.events == 0 ? 0 : 1), rest);
        }
    }

    private static final Comparator<Group> LARGEST =
            Comparator.comparing((Group group) -> group.difference().size())
                    .reversed()
                    .thenComparing(Group::name);

    private final ZoneId zone;
    private final Running total = new Running();
    private final Kind days = new Kind();
    private final Kind providers = new Kind();
    private final Kind operations = new Kind();
    private final Kind users = new Kind();

    /** Of nothing yet; {@code zone} is that in which days are cut. */
    public RepricingDifferences(ZoneId zone) {
        this.zone = zone;
    }

    /** Adds one event's change. */
    void add(LogNow.Change change) {
        total.add(change);
        days.add(day(change.time()), change);
        providers.add(change.provider(), change);
        operations.add(change.operation(), change);
        users.add(change.userId(), change);
    }

    private String day(Instant time) {
        return time.atZone(zone).toLocalDate().toString();
    }

    /** The zone in which days are cut. */
    public ZoneId zone() {
        return zone;
    }

    /** Over all events that change. */
    public Difference total() {
        return total.difference();
    }

    /** The days on which something changes, in their order. */
    public List<Group> days() {
        return days.largest(GROUPS_MAX).shown().stream()
                .sorted(Comparator.comparing(Group::name))
                .toList();
    }

    /** Providers, the largest change first. */
    public Groups providers(int most) {
        return providers.largest(most);
    }

    /** Operations, the largest change first. */
    public Groups operations(int most) {
        return operations.largest(most);
    }

    /** Users, the largest change first. */
    public Groups users(int most) {
        return users.largest(most);
    }

    private static Difference plus(Difference one, Difference other) {
        return new Difference(
                one.events() + other.events(),
                one.priced() + other.priced(),
                one.unpriced() + other.unpriced(),
                one.costBefore().add(other.costBefore()),
                one.costAfter().add(other.costAfter()),
                one.valueBefore().add(other.valueBefore()),
                one.valueAfter().add(other.valueAfter()));
    }
}
