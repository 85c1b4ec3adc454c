package dev.tare.core.event;

import java.time.Instant;
import java.util.List;

/**
 * Events accepted together from one source.
 *
 * @param source the application that sent them; with an event's id it is the event's identity
 * @param receivedAt the server's receipt stamp (UTC, microseconds)
 * @param events in the order sent
 */
public record UsageBatch(String source, Instant receivedAt, List<UsageEvent> events) {
    public UsageBatch {
        events = List.copyOf(events);
    }
}
