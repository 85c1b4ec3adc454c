package dev.tare.core.ledger;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.UnmatchedCorrection.Reason;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.CreditValue;
import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Books corrections, as one step of the recorder. What an event says of itself anew is compared
 * with the event as it is now; where nothing differs nothing is booked, so that a correction sent
 * twice counts once.
 *
 * <p>Only what a correction is about changes: where no field that decides the cost differs the cost
 * stays as charged, whatever the price book has come to say since; likewise the credit value.
 */
final class Adjusting {
    private static final Set<String> DECIDE_THE_COST =
            Set.of("provider", "operation", "model", "quantities", "status", "cost");

    private final UsageStore store;
    private final Books books;
    private final List<UnmatchedCorrection> unmatched = new ArrayList<>();

    Adjusting(UsageStore store, Books books) {
        this.store = store;
        this.books = books;
    }

    /** An event of the log: an id may have come again, at another time. */
    private record Found(EventKey key, Instant time) {
        static Found of(ChargedEvent row) {
            return new Found(row.event().key(), row.event().time());
        }
    }

    /** What couldn't be booked of the correction, in its order. */
    List<UnmatchedCorrection> unmatched() {
        return unmatched;
    }

    /** What that correction writes. Events that aren't in the log, or are another user's, stay. */
    LedgerBatch batch(JournalPosition behind, JournalRecord.Correction correction) {
        Map<Found, ChargedEvent> found = found(correction.usage());
        List<PricedEvent> rows = new ArrayList<>();
        List<Adjustment> booked = booked(behind, correction, found, rows::add);
        if (!store.canStore(rows)) {
            booked = booked(behind, correction, found, row -> store.canStore(List.of(row)));
        }
        return LedgerBatch.of(behind, booked);
    }

    /** Told twice in one record: each goes on from what the one before has left. */
    private List<Adjustment> booked(
            JournalPosition behind,
            JournalRecord.Correction correction,
            Map<Found, ChargedEvent> found,
            Predicate<PricedEvent> storable) {
        Map<Found, ChargedEvent> now = new HashMap<>(found);
        unmatched.clear();
        List<Adjustment> booked = new ArrayList<>();
        for (UsageEvent event : correction.usage().events()) {
            Instant time = event.time();
            EventKey key = new EventKey(correction.usage().source(), event.id());
            ChargedEvent before = time == null ? null : now.get(new Found(key, time));
            if (before == null || !before.event().userId().equals(event.userId())) {
                note(
                        correction,
                        event,
                        before == null ? Reason.NOT_RECORDED : Reason.ANOTHER_USERS);
                continue;
            }
            PricedEvent row = row(before, event);
            ChargedEvent after = corrected(before, row);
            if (after != null && !storable.test(row)) {
                note(correction, event, Reason.UNSTORABLE);
            } else if (after != null) {
                now.put(Found.of(after), after);
                String id = Adjustment.id(behind, booked.size() + 1);
                booked.add(adjustment(id, correction, before, after));
            }
        }
        return booked;
    }

    private void note(JournalRecord.Correction correction, UsageEvent event, Reason reason) {
        EventKey key = new EventKey(correction.usage().source(), event.id());
        unmatched.add(new UnmatchedCorrection(correction.batch(), key, event.time(), reason));
    }

    private static Adjustment adjustment(
            String id,
            JournalRecord.Correction correction,
            ChargedEvent before,
            ChargedEvent after) {
        return new Adjustment(
                id,
                correction.receivedAt(),
                correction.reason(),
                correction.batch(),
                before,
                after);
    }

    /** The events told, as they are now. The store is asked for each id at one time at once. */
    private Map<Found, ChargedEvent> found(UsageBatch usage) {
        List<Map<EventKey, Instant>> rounds = new ArrayList<>();
        for (UsageEvent event : usage.events()) {
            if (event.time() != null) {
                ask(rounds, new EventKey(usage.source(), event.id()), event.time());
            }
        }
        Map<Found, ChargedEvent> found = new HashMap<>();
        for (Map<EventKey, Instant> times : rounds) {
            store.findCharged(times).forEach(row -> found.put(Found.of(row), row));
        }
        return found;
    }

    private static void ask(List<Map<EventKey, Instant>> rounds, EventKey key, Instant time) {
        for (Map<EventKey, Instant> times : rounds) {
            Instant other = times.putIfAbsent(key, time);
            if (other == null || other.equals(time)) {
                return;
            }
        }
        rounds.add(new HashMap<>(Map.of(key, time)));
    }

    /** The event told anew, at the prices of its time. */
    private PricedEvent row(ChargedEvent was, UsageEvent told) {
        StoredEvent recorded = was.event();
        boolean kept = told.credits() == null && KeptCredits.stay(recorded, told, books.plans());
        UsageEvent anew = completed(was, told, kept ? recorded.credits() : told.credits());
        PricedEvent row =
                placed(
                        was,
                        PricedEvent.of(
                                anew, recorded.key().source(), recorded.receivedAt(), books));
        if (!kept || recorded.credits() != null) {
            return row;
        }
        // No tariff was known when it was recorded; one entered since is no reason to charge it.
        CreditValue unknown = new CreditValue.Unvalued(null, CreditValue.Reason.NO_TARIFF);
        return new PricedEvent(
                row.source(),
                row.receivedAt(),
                row.event(),
                row.time(),
                row.cost(),
                unknown,
                row.position());
    }

    /** In its month it stays where it was; in another month it comes last. */
    private PricedEvent placed(ChargedEvent was, PricedEvent row) {
        PeriodUse use = PeriodUse.of(row);
        if (use == null) {
            return row;
        }
        BigDecimal position = was.position();
        String cardId = was.rateCardId();
        RateCard card = cardId == null ? null : books.prices().card(cardId);
        UsageEvent told = was.told();
        PeriodUse before =
                card == null
                        ? null
                        : PeriodUse.of(Call.of(told, was.event().time()), told.status(), card);
        return position != null && before != null && before.period().equals(use.period())
                ? row.at(position)
                : row.at(
                        store.used(Set.of(use.period()))
                                .getOrDefault(use.period(), BigDecimal.ZERO));
    }

    /** The event as it is from now on; {@code null} where that is what it was. */
    private static @Nullable ChargedEvent corrected(ChargedEvent before, PricedEvent row) {
        List<String> fields = before.event().differences(row.event());
        ChargedEvent anew = ChargedEvent.of(row);
        boolean sameCredits =
                StoredEvent.sameAmount(anew.event().credits(), before.event().credits());
        if (fields.isEmpty() && sameCredits) {
            return null;
        }
        boolean sameCost = Collections.disjoint(fields, DECIDE_THE_COST);
        boolean sameValue = sameCredits && !fields.contains("plan");
        return new ChargedEvent(
                anew.event(),
                anew.estimated(),
                sameCost ? before.apiCost() : anew.apiCost(),
                sameValue ? before.creditValue() : anew.creditValue(),
                sameCost ? before.rateCardId() : anew.rateCardId(),
                sameCost ? before.pricing() : anew.pricing(),
                sameCost ? before.position() : anew.position());
    }

    /** What else the sender leaves out stays as it was. */
    private static UsageEvent completed(
            ChargedEvent before, UsageEvent told, @Nullable BigDecimal credits) {
        StoredEvent was = before.event();
        return new UsageEvent(
                told.id(),
                was.time(),
                was.userId(),
                told.provider(),
                told.operation(),
                told.model(),
                told.quantities(),
                told.status(),
                told.error(),
                told.processingTimeMs(),
                credits,
                told.plan() == null ? was.plan() : told.plan(),
                told.fingerprint(),
                told.cost(),
                told.metadata(),
                before.estimated());
    }
}
