package dev.tare.server.history;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.StoredEvent;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens to each page of a table: read, made into events, compared, sent, counted. */
final class PageJourney {
    /** Events of a batch sent. */
    private static final int BATCH_EVENTS = 1_000;

    /** What no correction changes. */
    private static final Set<String> FIXED = Set.of("time", "user_id");

    private final HistoryMapping mapping;
    private final CallTable table;
    private final HistoryLedger ledger;
    private final HistoryTally tally;
    private final RejectedRows rejected;
    private final CallEvents events;
    private final CreditSums credits;
    private final PlanRows plans;

    PageJourney(
            HistoryMapping mapping,
            CallTable table,
            SourceShape shape,
            HistoryLedger ledger,
            HistoryTally tally,
            RejectedRows rejected,
            Clock clock) {
        this.mapping = mapping;
        this.table = table;
        this.ledger = ledger;
        this.tally = tally;
        this.rejected = rejected;
        this.events = new CallEvents(mapping, table, clock);
        this.credits = new CreditSums(table, shape);
        this.plans = new PlanRows(mapping, table, shape, tally::note);
    }

    /** A page and all that belongs to it, as it was at one moment. */
    record Read(CallPages.Page page, PlanSpans plans, Map<String, String> credits) {}

    Read read(SourceSession.Snapshot snapshot, CallPages pages, @Nullable String key, int rowsMax)
            throws SQLException, SourceFault {
        CallPages.Page page = pages.behind(snapshot, key, rowsMax);
        return new Read(page, plans.of(snapshot, page.rows()), credits.of(snapshot, page.rows()));
    }

    /** Takes a page through; returns the key behind which the next begins, if there is one. */
    @Nullable String page(Read read, boolean dryRun) throws IOException {
        List<CallEvents.Outcome> outcomes = new ArrayList<>(read.page().rows().size());
        Instant since = ledger.keptSince();
        for (CallRow row : read.page().rows()) {
            outcomes.add(
                    within(since, events.of(row, read.plans(), read.credits().get(row.key()))));
        }
        Map<String, StoredEvent> recorded =
                ledger.recorded(
                        mapping.source(),
                        outcomes.stream()
                                .filter(CallEvents.Call.class::isInstance)
                                .map(outcome -> ((CallEvents.Call) outcome).event().id())
                                .toList());
        Set<String> byHand = byHand(outcomes, recorded);
        if (!dryRun) {
            send(outcomes, recorded, byHand);
        }
        tally.rows(table.name(), outcomes.size());
        for (CallEvents.Outcome outcome : outcomes) {
            count(outcome, recorded, byHand);
        }
        return read.page().last();
    }

    private static CallEvents.Outcome within(@Nullable Instant since, CallEvents.Outcome outcome) {
        return since != null
                        && outcome instanceof CallEvents.Call call
                        && call.event().time() != null
                        && call.event().time().isBefore(since)
                ? new CallEvents.Skipped("older than the events kept, since " + since)
                : outcome;
    }

    /** What the tables would take back of what somebody corrected since. */
    private Set<String> byHand(
            List<CallEvents.Outcome> outcomes, Map<String, StoredEvent> recorded) {
        List<String> differing = new ArrayList<>();
        for (CallEvents.Outcome outcome : outcomes) {
            if (outcome instanceof CallEvents.Call call) {
                StoredEvent stored = recorded.get(call.event().id());
                if (stored != null && isCorrectable(stored.differences(call.event()))) {
                    differing.add(call.event().id());
                }
            }
        }
        return differing.isEmpty() ? Set.of() : ledger.correctedByHand(mapping.source(), differing);
    }

    private void send(
            List<CallEvents.Outcome> outcomes,
            Map<String, StoredEvent> recorded,
            Set<String> byHand) {
        List<UsageEvent> fresh = new ArrayList<>();
        List<UsageEvent> anew = new ArrayList<>();
        for (CallEvents.Outcome outcome : outcomes) {
            if (outcome instanceof CallEvents.Call call) {
                StoredEvent stored = recorded.get(call.event().id());
                if (stored == null) {
                    fresh.add(call.event());
                } else if (isCorrectable(stored.differences(call.event()))
                        && !byHand.contains(call.event().id())) {
                    anew.add(call.event());
                }
            }
        }
        inBatches(fresh, batch -> ledger.send(mapping.source(), batch));
        inBatches(anew, batch -> ledger.correct(mapping.source(), batch));
    }

    private static void inBatches(List<UsageEvent> events, Consumer<List<UsageEvent>> send) {
        for (int from = 0; from < events.size(); from += BATCH_EVENTS) {
            send.accept(events.subList(from, Math.min(events.size(), from + BATCH_EVENTS)));
        }
    }

    /** Who was served, and when, is what a call is known by. */
    private static boolean isCorrectable(List<String> differences) {
        return !differences.isEmpty() && Collections.disjoint(differences, FIXED);
    }

    private void count(
            CallEvents.Outcome outcome, Map<String, StoredEvent> recorded, Set<String> byHand)
            throws IOException {
        switch (outcome) {
            case CallEvents.Skipped skipped -> tally.skipped(skipped.reason(), 1);
            case CallEvents.Broken broken -> {
                tally.broken(table, broken);
                rejected.add(table, broken);
            }
            case CallEvents.Call call -> {
                tally.call(mapping.source(), call);
                compare(call.event(), recorded.get(call.event().id()), byHand);
            }
        }
    }

    private void compare(UsageEvent event, @Nullable StoredEvent stored, Set<String> byHand) {
        if (stored == null) {
            tally.fresh();
            return;
        }
        List<String> differences = stored.differences(event);
        if (differences.isEmpty()) {
            tally.known();
            return;
        }
        String told = event.id() + ": " + ChangedFields.told(stored, event, differences);
        if (!isCorrectable(differences)) {
            tally.changed(told);
        } else if (byHand.contains(event.id())) {
            tally.byHand(told);
        } else {
            tally.corrected(told);
        }
    }
}
