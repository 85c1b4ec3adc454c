package dev.tare.testkit;

import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.QuarantineEntry.State;
import dev.tare.core.ledger.QuarantinedEvent;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.rollup.LedgerAudit.QuarantineComparison;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The quarantine of a ledger in memory. */
final class InMemoryQuarantine implements Quarantine {
    private record Kept(String id, long number, QuarantinedEvent event) {}

    private final List<Kept> kept = new ArrayList<>();
    private final List<QuarantineDecision> decisions = new ArrayList<>();
    private final Supplier<List<StoredEvent>> rows;

    /**
     * A quarantine beside that log.
     *
     * @param rows the log in the order received
     */
    InMemoryQuarantine(Supplier<List<StoredEvent>> rows) {
        this.rows = rows;
    }

    synchronized void apply(LedgerBatch batch) {
        String prefix = QuarantineEntry.id(batch.after(), 0).replaceAll("0$", "");
        for (QuarantinedEvent event : batch.quarantined()) {
            long number = 1 + kept.stream().filter(k -> k.id().startsWith(prefix)).count();
            kept.add(new Kept(QuarantineEntry.id(batch.after(), number), number, event));
        }
        decisions.addAll(batch.decisions());
    }

    /** Entries that wait, or were discarded. */
    long held() {
        Tally tally = tally();
        return tally.waiting() + tally.discarded();
    }

    @Override
    public synchronized List<QuarantineEntry> list(Filter filter) {
        List<QuarantineEntry> newestFirst =
                kept.stream()
                        .sorted(
                                Comparator.comparing((Kept k) -> k.event().receivedAt())
                                        .thenComparingLong(Kept::number)
                                        .thenComparing(Kept::id)
                                        .reversed())
                        .map(this::entry)
                        .toList();
        int begin = 0;
        if (filter.after() != null) {
            begin = newestFirst.size();
            for (int i = 0; i < newestFirst.size(); i++) {
                begin = newestFirst.get(i).id().equals(filter.after()) ? i + 1 : begin;
            }
        }
        return newestFirst.stream()
                .skip(begin)
                .filter(e -> filter.state() == null || e.state() == filter.state())
                .filter(e -> filter.reason() == null || e.event().reason() == filter.reason())
                .limit(filter.limit())
                .toList();
    }

    private QuarantineEntry entry(Kept one) {
        QuarantineDecision settled =
                decisions.stream()
                        .filter(d -> d.entry().equals(one.id()) && d.outcome().settles())
                        .findFirst()
                        .orElse(null);
        return new QuarantineEntry(one.id(), one.event(), settled);
    }

    @Override
    public synchronized @Nullable QuarantineEntry entry(String id) {
        return kept.stream()
                .filter(k -> k.id().equals(id))
                .map(this::entry)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Map<EventKey, StoredEvent> firstRows(Collection<EventKey> keys) {
        Map<EventKey, StoredEvent> first = new HashMap<>();
        for (StoredEvent row : rows.get()) {
            if (keys.contains(row.key())) {
                first.putIfAbsent(row.key(), row);
            }
        }
        return first;
    }

    @Override
    public synchronized Tally tally() {
        return new Tally(count(State.WAITING), count(State.RETRIED), count(State.DISCARDED));
    }

    private long count(State state) {
        return kept.stream().filter(k -> entry(k).state() == state).count();
    }

    synchronized QuarantineComparison compare(int max) {
        List<String> differences = new ArrayList<>();
        for (Kept one : kept) {
            QuarantineEntry entry = entry(one);
            long settled =
                    decisions.stream()
                            .filter(d -> d.entry().equals(one.id()) && d.outcome().settles())
                            .count();
            if (settled > 1) {
                differences.add("Entry " + one.id() + " was settled " + settled + " times.");
            }
            QuarantineDecision decision = entry.decision();
            if (decision != null && decision.releases()) {
                String id = decision.newId() == null ? entry.key().id() : decision.newId();
                EventKey key = new EventKey(entry.key().source(), id);
                if (firstRows(List.of(key)).isEmpty()) {
                    differences.add("Entry " + one.id() + " was retried but isn't in the log.");
                }
            }
        }
        return new QuarantineComparison(
                kept.size(), differences.subList(0, Math.min(max, differences.size())));
    }
}
