package dev.tare.server.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who was on which plan, and when. Where several stretches hold at a time, the one of the entry
 * that stands first in the mapping wins; within an entry the one that began last; of two that began
 * together the one that ends later, then the one whose plan is first in the alphabet.
 */
final class PlanSpans {
    private static final Comparator<Span> BEST_FIRST =
            Comparator.comparingInt(Span::entry)
                    .thenComparing(Span::since, Comparator.reverseOrder())
                    .thenComparing(
                            Span::until, Comparator.nullsFirst(Comparator.<Instant>reverseOrder()))
                    .thenComparing(Span::plan);

    private final Map<String, List<Span>> byUser = new HashMap<>();
    private final Map<String, List<Doubt>> doubts = new HashMap<>();

    /**
     * A stretch on a plan.
     *
     * @param entry its entry's place in the mapping, from 0
     * @param until first instant no longer on it, {@code null} = open
     * @param ends whether its entry says when a stretch ends
     */
    record Span(int entry, String plan, Instant since, @Nullable Instant until, boolean ends) {
        boolean holdsAt(Instant time) {
            return !time.isBefore(since) && (until == null || time.isBefore(until));
        }
    }

    /**
     * A stretch whose beginning or end can't be read: it may hold at any time that it could cover.
     *
     * @param since {@code null} = can't be read
     * @param until {@code null} = open, or can't be read
     */
    record Doubt(int entry, @Nullable Instant since, @Nullable Instant until) {
        /** Whether it may be what holds, where that is known to hold ({@code null}: nothing is). */
        boolean mayHoldAt(Instant time, @Nullable Span known) {
            boolean covers =
                    (since == null || !time.isBefore(since))
                            && (until == null || time.isBefore(until));
            boolean beaten =
                    known != null
                            && (known.entry() < entry
                                    || (known.entry() == entry
                                            && since != null
                                            && known.since().isAfter(since)));
            return covers && !beaten;
        }
    }

    /**
     * What a user was on.
     *
     * @param span {@code null} = no row says so
     * @param overlapping whether another stretch of the same entry, on another plan, held too
     * @param inGap whether no row says so, but rows do for a time before and a time after
     * @param inDoubt whether a row that can't be read may say otherwise; then there is no span
     */
    record Found(@Nullable Span span, boolean overlapping, boolean inGap, boolean inDoubt) {
        /** Nobody says anything. */
        static final Found NOTHING = new Found(null, false, false, false);
    }

    void add(String user, Span span) {
        byUser.computeIfAbsent(user, key -> new ArrayList<>(2)).add(span);
    }

    void add(String user, Doubt doubt) {
        doubts.computeIfAbsent(user, key -> new ArrayList<>(1)).add(doubt);
    }

    Found at(String user, Instant time) {
        List<Span> spans = byUser.getOrDefault(user, List.of());
        Span best = holding(spans, time).min(BEST_FIRST).orElse(null);
        if (doubts.getOrDefault(user, List.of()).stream()
                .anyMatch(doubt -> doubt.mayHoldAt(time, best))) {
            return new Found(null, false, false, true);
        }
        if (best == null) {
            boolean before = spans.stream().anyMatch(span -> !span.since().isAfter(time));
            boolean after = spans.stream().anyMatch(span -> span.since().isAfter(time));
            return new Found(null, false, before && after, false);
        }
        boolean overlapping =
                best.ends()
                        && holding(spans, time)
                                .anyMatch(span ->
                                        span.entry() == best.entry()
                                                && !span.plan().equals(best.plan()));
        return new Found(best, overlapping, false, false);
    }

    private static Stream<Span> holding(List<Span> spans, Instant time) {
        return spans.stream().filter(span -> span.holdsAt(time));
    }
}
