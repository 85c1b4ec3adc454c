package dev.tare.server.history;

import dev.tare.core.event.Checked;
import dev.tare.core.event.EventRules;
import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Rejection;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.event.UsageEventDraft;
import dev.tare.core.pricing.Plan;
import dev.tare.server.history.CallTable.Called;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Turns rows into events, each flagged as estimated, with an id that is the same every time. */
final class CallEvents {
    private static final String QUANTITIES = "quantities.";
    private static final String METADATA = "metadata.";

    /** What became of a row. */
    sealed interface Outcome {}

    /**
     * A call.
     *
     * @param planKnown how its plan is known, as its metadata says
     * @param creditsTold whether the tables say what was charged
     */
    record Call(UsageEvent event, String planKnown, boolean creditsTold, PlanSpans.Found found)
            implements Outcome {}

    /** No call, as the mapping says. */
    record Skipped(String reason) implements Outcome {}

    /** No event can be made of it. */
    record Broken(String key, String field, String code, String message) implements Outcome {}

    private final HistoryMapping mapping;
    private final CallTable table;
    private final SourceTimes times;
    private final Clock clock;

    CallEvents(HistoryMapping mapping, CallTable table, Clock clock) {
        this.mapping = mapping;
        this.table = table;
        this.times = new SourceTimes(mapping.zone());
        this.clock = clock;
    }

    Outcome of(CallRow row, PlanSpans plans, @Nullable String creditSum) {
        if (row.again()) {
            return twice(row);
        }
        UsageEventDraft draft = new UsageEventDraft();
        Outcome early = status(row, draft);
        early = early == null ? called(row, draft) : early;
        if (early != null) {
            return early;
        }
        if (row.time() == null) {
            return timeless(row);
        }
        draft.id = table.name() + ":" + row.key();
        draft.time = row.time().toString();
        draft.userId = row.get("user");
        draft.error = row.get("error");
        draft.processingTimeMs = row.get("processing_time_ms");
        draft.fingerprint = row.get("fingerprint");
        draft.cost = row.get("cost");
        draft.credits = table.credits() == null ? row.get("credits") : creditSum;
        draft.estimated = true;
        return planned(row, draft, plans);
    }

    private Broken twice(CallRow row) {
        return broken(
                row,
                "duplicate_key",
                "key",
                "Another row has the same key; "
                        + table.path()
                        + ".key must be unique: mend it, or a join in from that multiplies rows.");
    }

    private Broken timeless(CallRow row) {
        String text = row.get("time");
        return broken(
                row,
                "invalid_time",
                "time",
                "Field \"time\" "
                        + (text == null ? "is empty" : "can't be read: " + Rejection.shown(text))
                        + "; "
                        + times.mend()
                        + ".");
    }

    private Outcome planned(CallRow row, UsageEventDraft draft, PlanSpans plans) {
        PlanSpans.Found found = PlanSpans.Found.NOTHING;
        String how = Plan.UNKNOWN;
        String own = row.get("plan");
        if (own != null && !own.isBlank()) {
            draft.plan = own;
            how = "row";
        } else if (row.time() != null && draft.userId != null) {
            found = plans.at(draft.userId, row.time());
            PlanSpans.Span span = found.span();
            if (span != null) {
                draft.plan = span.plan();
                how = mapping.plans().get(span.entry()).table();
            } else if (mapping.planOtherwise() != null && !found.inDoubt()) {
                draft.plan = mapping.planOtherwise();
                how = "otherwise";
            }
        }
        quantitiesAndMetadata(row, draft, how);
        return switch (EventRules.check(draft, clock.instant())) {
            case Checked.Accepted accepted ->
                    new Call(accepted.event(), how, draft.credits != null, found);
            case Checked.Refused(Rejection refused) ->
                    broken(
                            row,
                            refused.code().code(),
                            refused.field() == null ? "row" : refused.field(),
                            refused.message());
        };
    }

    /** Why the row is done already; {@code null} where it goes on. */
    private @Nullable Outcome status(CallRow row, UsageEventDraft draft) {
        if (!table.columns().containsKey("status")) {
            draft.status = EventStatus.SUCCESS.text();
            return null;
        }
        String word = String.valueOf(row.get("status"));
        String status = table.statuses().get(word);
        if (status == null && EventStatus.of(word) == null) {
            return broken(
                    row,
                    "invalid_status",
                    "status",
                    "Status "
                            + Rejection.shown(word)
                            + " isn't known; say under "
                            + table.path()
                            + ".statuses what it means: success, failed, cancelled or skip.");
        }
        draft.status = status == null ? word : status;
        return CallTable.SKIP.equals(status)
                ? new Skipped("status " + Rejection.shown(word))
                : null;
    }

    private @Nullable Outcome called(CallRow row, UsageEventDraft draft) {
        String word = row.get("operation");
        draft.provider = row.get("provider");
        draft.operation = word;
        draft.model = row.get("model");
        if (table.operations().isEmpty()) {
            return null;
        }
        Called called = word == null ? null : table.operations().get(word);
        if (called == null) {
            return broken(
                    row,
                    "unknown_operation",
                    "operation",
                    "Operation "
                            + (word == null ? "is empty" : Rejection.shown(word) + " isn't known")
                            + "; say under "
                            + table.path()
                            + ".operations who was called for it, or skip.");
        }
        if (called.isSkipped()) {
            return new Skipped("operation " + Rejection.shown(String.valueOf(word)));
        }
        draft.provider = called.provider() == null ? draft.provider : called.provider();
        draft.operation = called.operation();
        draft.model = called.model() == null ? draft.model : called.model();
        return null;
    }

    private void quantitiesAndMetadata(CallRow row, UsageEventDraft draft, String how) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        Map<String, String> origin = new LinkedHashMap<>();
        origin.put("table", table.table());
        origin.put("plan", how);
        metadata.put("history", origin);
        row.values()
                .forEach((field, value) -> {
                    if (field.startsWith(QUANTITIES)) {
                        draft.quantities.put(field.substring(QUANTITIES.length()), value);
                    } else if (field.startsWith(METADATA)) {
                        metadata.put(field.substring(METADATA.length()), value);
                    }
                });
        draft.metadata = JsonMapper.shared().writeValueAsString(metadata);
    }

    private static Broken broken(CallRow row, String code, String field, String message) {
        return new Broken(row.key(), field, code, message);
    }
}
