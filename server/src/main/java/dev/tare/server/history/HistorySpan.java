package dev.tare.server.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which calls, by their time.
 *
 * @param since first instant, {@code null} = from the beginning
 * @param until first instant no more, {@code null} = to the end
 */
public record HistorySpan(@Nullable Instant since, @Nullable Instant until) {
    /** All there is. */
    public static final HistorySpan ALL = new HistorySpan(null, null);

    boolean has(Instant time) {
        return (since == null || !time.isBefore(since)) && (until == null || time.isBefore(until));
    }
}
