package dev.tare.core.ledger;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events of the log: those of a span of time and, where given, of one provider, operation and
 * model, as they are after corrections.
 *
 * @param from the first moment (UTC)
 * @param to behind the last moment (UTC)
 * @param provider {@code null}: any
 * @param operation {@code null}: any
 * @param model {@code null}: any; the empty text: events that name none
 */
public record EventScope(
        Instant from,
        Instant to,
        @Nullable String provider,
        @Nullable String operation,
        @Nullable String model) {
    public EventScope {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("No time lies between " + from + " and " + to);
        }
    }

    /** All events of a span. */
    public static EventScope of(Instant from, Instant to) {
        return new EventScope(from, to, null, null, null);
    }

    /** The same of a part of the span. */
    public EventScope within(Instant first, Instant behind) {
        return new EventScope(first, behind, provider, operation, model);
    }

    /** Whether that event, as it is now, is meant. */
    public boolean has(ChargedEvent row) {
        StoredEvent event = row.event();
        return !event.time().isBefore(from)
                && event.time().isBefore(to)
                && (provider == null || provider.equals(event.provider()))
                && (operation == null || operation.equals(event.operation()))
                && (model == null || model.equals(Objects.requireNonNullElse(event.model(), "")));
    }
}
