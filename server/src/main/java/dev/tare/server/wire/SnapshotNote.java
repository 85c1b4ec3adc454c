package dev.tare.server.wire;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of a verified copy of the ledger; written beside it, last, as JSON.
 *
 * @param bytes size of the copy
 * @param sha256 its checksum in lower-case hexadecimal
 * @param madeAt when it was made (UTC)
 * @param tareVersion the version that made it
 * @param events rows of the log in it
 * @param quarantined events set aside in it
 * @param states how far it has come with each journal
 */
public record SnapshotNote(
        long bytes,
        String sha256,
        Instant madeAt,
        String tareVersion,
        long events,
        long quarantined,
        List<LedgerState> states) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int FORM = 1;

    public SnapshotNote {
        states = List.copyOf(states);
    }

    /** How far the copy has come with that journal; {@code null} where it knows nothing of it. */
    public @Nullable Long position(UUID journal) {
        return states.stream()
                .map(LedgerState::position)
                .filter(position -> position.journal().equals(journal))
                .map(JournalPosition::offset)
                .findFirst()
                .orElse(null);
    }

    /** The whole text. */
    public String json() {
        ObjectNode note = JSON.createObjectNode();
        note.put("tare_snapshot", FORM)
                .put("made_at", madeAt.toString())
                .put("tare_version", tareVersion)
                .put("bytes", bytes)
                .put("sha256", sha256)
                .put("events", events)
                .put("quarantined", quarantined);
        ArrayNode journals = note.putArray("journals");
        for (LedgerState state : states) {
            journals.addObject()
                    .put("journal", state.position().journal().toString())
                    .put("position", state.position().offset())
                    .put("acknowledged", state.acknowledged())
                    .put("recorded", state.recorded())
                    .put("duplicates", state.duplicates())
                    .put("quarantined", state.quarantined());
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(note) + "\n";
    }

    /** The note in a text; {@code null} where it is none that this version understands. */
    public static @Nullable SnapshotNote read(String json) {
        try {
            JsonNode note = JSON.readTree(json);
            if (note.path("tare_snapshot").asInt(0) != FORM) {
                return null;
            }
            List<LedgerState> states = new ArrayList<>();
            for (JsonNode state : note.path("journals")) {
                states.add(state(state));
            }
            return new SnapshotNote(
                    note.path("bytes").longValue(),
                    note.path("sha256").stringValue(),
                    Instant.parse(note.path("made_at").stringValue()),
                    note.path("tare_version").stringValue(),
                    note.path("events").longValue(),
                    note.path("quarantined").longValue(),
                    states);
        } catch (JacksonException | DateTimeException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static LedgerState state(JsonNode state) {
        return new LedgerState(
                new JournalPosition(
                        UUID.fromString(state.path("journal").stringValue()),
                        state.path("position").longValue()),
                state.path("acknowledged").longValue(),
                state.path("recorded").longValue(),
                state.path("duplicates").longValue(),
                state.path("quarantined").longValue());
    }
}
