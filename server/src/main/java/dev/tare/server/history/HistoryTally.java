package dev.tare.server.history;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.CreditValue;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.Dimensions;
import dev.tare.core.rollup.Sums;
import dev.tare.server.history.HistorySummary.Group;
import dev.tare.server.history.HistorySummary.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts and sums up what a run reads; its memory doesn't grow with the rows. */
final class HistoryTally {
    private static final int FIRST_MAX = 10;
    private static final int NAMES_MAX = 200;
    private static final String OTHERS = "(others)";

    private final Books books;
    private final Map<String, Long> tables = new LinkedHashMap<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private final Map<String, Long> broken = new TreeMap<>();
    private final Map<String, Long> plans = new TreeMap<>();
    private final Map<Dimensions, Sums> sums = new LinkedHashMap<>();
    private final Map<String, Missing> missing = new TreeMap<>();
    private final List<String> firstBroken = new ArrayList<>();
    private final List<String> firstCorrected = new ArrayList<>();
    private final List<String> firstChanged = new ArrayList<>();
    private final List<String> firstByHand = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long fresh;
    private long known;
    private long corrected;
    private long changed;
    private long byHand;
    private long overlaps;
    private long gaps;
    private long doubts;
    private long byTariff;
    private @Nullable Instant first;
    private @Nullable Instant last;

    HistoryTally(Books books) {
        this.books = books;
    }

    /** Goes on from what was counted before a stop. */
    HistoryTally(Books books, HistorySummary before) {
        this(books);
        tables.putAll(before.tables());
        skipped.putAll(before.skipped());
        broken.putAll(before.broken());
        plans.putAll(before.plans());
        before.sums().forEach(group -> sums.put(group.of(), group.sums()));
        before.missing().forEach(m -> missing.put(m.amount() + m.of() + m.reason(), m));
        firstBroken.addAll(before.firstBroken());
        firstCorrected.addAll(before.firstCorrected());
        firstChanged.addAll(before.firstChanged());
        firstByHand.addAll(before.firstByHand());
        notes.addAll(before.notes());
        fresh = before.fresh();
        known = before.known();
        corrected = before.corrected();
        changed = before.changed();
        byHand = before.byHand();
        overlaps = before.overlaps();
        gaps = before.gaps();
        doubts = before.doubts();
        byTariff = before.byTariff();
        first = before.first();
        last = before.last();
    }

    void rows(String table, long count) {
        tables.merge(table, count, Long::sum);
    }

    void skipped(String reason, long count) {
        if (count > 0) {
            skipped.merge(bounded(skipped, reason), count, Long::sum);
        }
    }

    void broken(CallTable table, CallEvents.Broken row) {
        broken.merge(bounded(broken, row.field() + ": " + row.code()), 1L, Long::sum);
        remember(
                firstBroken,
                table.table() + " " + row.key() + ": " + row.message() + " (" + row.code() + ")");
    }

    void fresh() {
        fresh++;
    }

    void known() {
        known++;
    }

    void corrected(String what) {
        corrected++;
        remember(firstCorrected, what);
    }

    void changed(String what) {
        changed++;
        remember(firstChanged, what);
    }

    void byHand(String what) {
        byHand++;
        remember(firstByHand, what);
    }

    void note(String note) {
        if (!notes.contains(note)) {
            remember(notes, note);
        }
    }

    void call(String source, CallEvents.Call call) {
        UsageEvent event = call.event();
        Instant time = event.time();
        if (time == null) {
            throw new IllegalArgumentException("A call of history has a time.");
        }
        PricedEvent row = PricedEvent.of(event, source, time, books);
        sums.merge(Dimensions.of(row), Sums.of(row), Sums::plus);
        plans.merge(call.planKnown(), 1L, Long::sum);
        overlaps += call.found().overlapping() ? 1 : 0;
        gaps += call.found().inGap() ? 1 : 0;
        doubts += call.found().inDoubt() ? 1 : 0;
        byTariff += call.creditsTold() ? 0 : 1;
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
        if (row.cost() instanceof Cost.Unpriced unpriced) {
            String model = event.model() == null ? "" : " / " + event.model();
            String detail = unpriced.detail() == null ? "" : " (" + unpriced.detail() + ")";
            missing(
                    "cost",
                    event.provider() + " / " + event.operation() + model,
                    unpriced.reason().code() + detail,
                    time);
        }
        if (row.value() instanceof CreditValue.Unvalued unvalued) {
            missing(
                    "credit value",
                    "plan " + row.plan() + ", " + event.operation(),
                    unvalued.reason().code(),
                    time);
        }
    }

    private void missing(String amount, String of, String reason, Instant time) {
        boolean room = missing.size() < NAMES_MAX || missing.containsKey(amount + of + reason);
        String name = room ? of : OTHERS;
        missing.merge(
                amount + name + reason,
                new Missing(amount, name, reason, 1, time, time),
                (a, b) ->
                        new Missing(
                                amount,
                                name,
                                reason,
                                a.calls() + b.calls(),
                                a.first().isBefore(b.first()) ? a.first() : b.first(),
                                a.last().isAfter(b.last()) ? a.last() : b.last()));
    }

    private static String bounded(Map<String, Long> counts, String name) {
        return counts.size() < NAMES_MAX || counts.containsKey(name) ? name : OTHERS;
    }

    private static void remember(List<String> list, String text) {
        if (list.size() < FIRST_MAX) {
            list.add(text);
        }
    }

    HistorySummary summary() {
        return new HistorySummary(
                new LinkedHashMap<>(tables),
                fresh,
                known,
                corrected,
                changed,
                byHand,
                new TreeMap<>(skipped),
                new TreeMap<>(broken),
                new TreeMap<>(plans),
                overlaps,
                gaps,
                doubts,
                byTariff,
                sums.entrySet().stream()
                        .map(e -> new Group(e.getKey(), e.getValue()))
                        .sorted(Comparator.comparing(group -> group.of().toString()))
                        .toList(),
                List.copyOf(missing.values()),
                List.copyOf(firstBroken),
                List.copyOf(firstCorrected),
                List.copyOf(firstChanged),
                List.copyOf(firstByHand),
                List.copyOf(notes),
                first,
                last);
    }
}
