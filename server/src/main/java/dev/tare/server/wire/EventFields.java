package dev.tare.server.wire;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.StoredEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a logged event by the names its form has for them, as people read them. */
public final class EventFields {
    /** What is told beside the figures, in the order of an event's form. */
    public static final List<String> TOLD =
            List.of(
                    "user_id",
                    "provider",
                    "operation",
                    "model",
                    "quantities",
                    "status",
                    "error",
                    "processing_time_ms",
                    "credits",
                    "plan",
                    "fingerprint",
                    "cost",
                    "metadata");

    /**
     * A field that a correction changes.
     *
     * @param before {@code null} = it said nothing
     * @param after {@code null} = it says nothing
     */
    public record Changed(String name, @Nullable String before, @Nullable String after) {}

    private EventFields() {}

    /** What a correction changes. */
    public static List<Changed> changed(Adjustment correction) {
        StoredEvent before = correction.before().event();
        StoredEvent after = correction.after().event();
        return correction.changed().stream()
                .map(name -> new Changed(name, value(before, name), value(after, name)))
                .toList();
    }

    /** What the event says under that name, {@code null} = nothing. */
    public static @Nullable String value(StoredEvent event, String name) {
        return CaseFields.text(
                switch (name) {
                    case "user_id" -> event.userId();
                    case "provider" -> event.provider();
                    case "operation" -> event.operation();
                    case "model" -> event.model();
                    case "quantities" -> event.quantities();
                    case "status" -> event.status();
                    case "error" -> event.error();
                    case "processing_time_ms" -> event.processingTimeMs();
                    case "credits" -> event.credits();
                    case "plan" -> event.plan();
                    case "fingerprint" -> event.fingerprint();
                    case "cost" -> event.clientCost();
                    case "metadata" -> event.metadata();
                    default -> throw new IllegalArgumentException(name);
                });
    }
}
