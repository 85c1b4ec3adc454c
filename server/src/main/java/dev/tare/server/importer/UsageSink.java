package dev.tare.server.importer;

import dev.tare.core.event.UsageEvent;
import java.util.List;

/** Where read events go: the journal of this process, or a running server. */
public interface UsageSink {
    /** Takes events of one source; returns when they are safe. */
    Sent send(String source, List<UsageEvent> events);

    /** What became of events sent. */
    sealed interface Sent {}

    /** Taken, but for those refused. */
    record Taken(int accepted, List<Refused> refused) implements Sent {
        public Taken {
            refused = List.copyOf(refused);
        }
    }

    /** Not known to be safe; the whole batch may be sent again. */
    record Failed(String code, String message) implements Sent {}

    /**
     * One event the other side refused.
     *
     * @param index its place in the list sent, from 0
     */
    record Refused(int index, String code, String message) {}
}
