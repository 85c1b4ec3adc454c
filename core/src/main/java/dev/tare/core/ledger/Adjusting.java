package dev.tare.core.ledger;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    Adjusting(UsageStore store, Books books) {
        this.store = store;
        this.books = books;
    }

    /** What that correction writes. Events that aren't in the log, or are another user's, stay. */
    LedgerBatch batch(JournalPosition behind, JournalRecord.Correction correction) {
        Map<EventKey, ChargedEvent> now = now(correction.usage());
        List<PricedEvent> rows = new ArrayList<>();
        for (UsageEvent event : correction.usage().events()) {
            ChargedEvent was = now.get(new EventKey(correction.usage().source(), event.id()));
            if (was != null && was.event().userId().equals(event.userId())) {
                rows.add(row(was, event));
            }
        }
        // Told twice in one record: each is compared with the one before.
        boolean all = store.canStore(rows);
        List<Adjustment> booked = new ArrayList<>();
        for (PricedEvent row : rows) {
            EventKey key = new EventKey(row.source(), row.event().id());
            ChargedEvent before = Objects.requireNonNull(now.get(key));
            ChargedEvent after = corrected(before, row);
            if (after == null || !(all || store.canStore(List.of(row)))) {
                continue;
            }
            now.put(key, after);
            booked.add(
                    new Adjustment(
                            Adjustment.id(behind, booked.size() + 1),
                            correction.receivedAt(),
                            correction.reason(),
                            correction.batch(),
                            before,
                            after));
        }
        return LedgerBatch.of(behind, booked);
    }

    private Map<EventKey, ChargedEvent> now(UsageBatch usage) {
        Map<EventKey, Instant> times = new HashMap<>();
        for (UsageEvent event : usage.events()) {
            if (event.time() != null) {
                times.put(new EventKey(usage.source(), event.id()), event.time());
            }
        }
        Map<EventKey, ChargedEvent> now = new HashMap<>();
        store.findCharged(times).forEach(row -> now.put(row.event().key(), row));
        return now;
    }

    /** The event told anew, at the prices of its time. */
    private PricedEvent row(ChargedEvent was, UsageEvent told) {
        StoredEvent recorded = was.event();
        return PricedEvent.of(
                completed(was, told), recorded.key().source(), recorded.receivedAt(), books);
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
                sameCost ? before.pricing() : anew.pricing());
    }

    /** What the sender leaves out stays as it was; the credits do while the tariff is the same. */
    private static UsageEvent completed(ChargedEvent before, UsageEvent told) {
        StoredEvent was = before.event();
        boolean sameTariff =
                told.operation().equals(was.operation())
                        && told.status().text().equals(was.status());
        BigDecimal credits = told.credits();
        if (credits == null && sameTariff) {
            credits = was.credits();
        }
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
