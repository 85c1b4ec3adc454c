package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * An event that was not accepted, and why.
 *
 * @param index its place among the events sent, from 0
 * @param id the event's own id, {@code null} where it couldn't be read
 * @param rejection the reason
 */
public record RefusedEvent(int index, @Nullable String id, Rejection rejection) {
    private static final int ID_SHOWN_MAX = 200;

    public RefusedEvent {
        if (id != null && id.length() > ID_SHOWN_MAX) {
            id = id.substring(0, ID_SHOWN_MAX);
        }
    }
}
