package dev.tare.core.ledger;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineDecision.Outcome;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies decisions about the quarantine, as one step of the recorder.
 *
 * <p>A retried event goes through pricing and recognition like a new one, with the receipt stamp
 * and the source it came with. What can't be applied now either goes on waiting: nothing is lost,
 * and nothing is in two places.
 */
final class Decisions {
    private record Retried(String entry, PricedEvent event) {}

    private final UsageStore store;
    private final Recognition recognition;
    private final Books books;

    Decisions(UsageStore store, Recognition recognition, Books books) {
        this.store = store;
        this.recognition = recognition;
        this.books = books;
    }

    /** What that decision writes. */
    LedgerBatch batch(JournalPosition after, JournalRecord.Decision decision) {
        List<QuarantineDecision> decided = new ArrayList<>();
        List<Retried> retried = new ArrayList<>();
        Set<String> once = new TreeSet<>(decision.entries());
        for (String id : once) {
            QuarantineEntry entry = store.quarantine().entry(id);
            if (entry == null) {
                continue;
            }
            if (entry.decision() != null) {
                decided.add(outcome(decision, id, Outcome.SETTLED_BEFORE));
            } else if (decision.action() == Action.DISCARD) {
                decided.add(outcome(decision, id, Outcome.DISCARDED));
            } else {
                retried.add(new Retried(id, priced(entry.event(), decision)));
            }
        }
        List<PricedEvent> rows = new ArrayList<>();
        long duplicates = retry(decision, retried, rows, decided);
        return new LedgerBatch(
                after, rows, List.of(), PriceChange.NONE, duplicates, decided, List.of());
    }

    private PricedEvent priced(QuarantinedEvent entry, JournalRecord.Decision decision) {
        UsageEvent event = entry.event();
        String newId = decision.newId();
        return PricedEvent.of(
                newId == null ? event : event.withId(newId),
                entry.source(),
                entry.receivedAt(),
                books);
    }

    private long retry(
            JournalRecord.Decision decision,
            List<Retried> retried,
            List<PricedEvent> rows,
            List<QuarantineDecision> decided) {
        List<Retried> storable = new ArrayList<>();
        for (Retried one : retried) {
            if (store.canStore(List.of(one.event()))) {
                storable.add(one);
            } else {
                decided.add(outcome(decision, one.entry(), Outcome.UNSTORABLE));
            }
        }
        Recognition.Sorted sorted =
                recognition.sort(storable.stream().map(Retried::event).toList());
        rows.addAll(sorted.rows());
        Set<Object> recorded = Collections.newSetFromMap(new IdentityHashMap<>());
        sorted.rows().forEach(row -> recorded.add(row.event()));
        IdentityHashMap<Object, Outcome> waiting = new IdentityHashMap<>();
        sorted.quarantined().forEach(aside -> waiting.put(aside.event(), outcome(aside.reason())));
        for (Retried one : storable) {
            UsageEvent event = one.event().event();
            Outcome outcome =
                    recorded.contains(event)
                            ? Outcome.RECORDED
                            : waiting.getOrDefault(event, Outcome.DUPLICATE);
            decided.add(outcome(decision, one.entry(), outcome));
        }
        return sorted.duplicates();
    }

    private static Outcome outcome(QuarantinedEvent.Reason reason) {
        return switch (reason) {
            case CONFLICT -> Outcome.CONFLICT;
            case TOO_OLD -> Outcome.TOO_OLD;
            case UNSTORABLE -> Outcome.UNSTORABLE;
        };
    }

    private static QuarantineDecision outcome(
            JournalRecord.Decision decision, String entry, Outcome outcome) {
        return new QuarantineDecision(
                entry,
                decision.receivedAt(),
                decision.action(),
                outcome,
                decision.newId(),
                decision.by(),
                decision.note());
    }
}
