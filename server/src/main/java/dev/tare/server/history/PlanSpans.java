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
     * What a user was on.
     *
     * @param span {@code null} = no row says so
     * @param overlapping whether another stretch of the same entry, on another plan, held too
     * @param inGap whether no row says so, but rows do for a time before and a time after
     */
    record Found(@Nullable Span span, boolean overlapping, boolean inGap) {}

    void add(String user, Span span) {
        byUser.computeIfAbsent(user, key -> new ArrayList<>(2)).add(span);
    }

    Found at(String user, Instant time) {
        List<Span> spans = byUser.getOrDefault(user, List.of());
        Span best = holding(spans, time).min(BEST_FIRST).orElse(null);
        if (best == null) {
            boolean before = spans.stream().anyMatch(span -> !span.since().isAfter(time));
            boolean after = spans.stream().anyMatch(span -> span.since().isAfter(time));
            return new Found(null, false, before && after);
        }
        boolean overlapping =
                best.ends()
                        && holding(spans, time)
                                .anyMatch(span ->
                                        span.entry() == best.entry()
                                                && !span.plan().equals(best.plan()));
        return new Found(best, overlapping, false);
    }

    private static Stream<Span> holding(List<Span> spans, Instant time) {
        return spans.stream().filter(span -> span.holdsAt(time));
    }
}
