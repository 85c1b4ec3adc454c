package dev.tare.server.importer;

import dev.tare.core.event.UsageEventDraft;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The fields of an event that a column can fill, and how each is filled. */
final class EventFields {
    static final String TIME = "time";
    static final String STATUS = "status";
    static final String QUANTITIES = "quantities.";
    static final String METADATA = "metadata.";

    private static final List<String> NAMES =
            List.of(
                    "id",
                    TIME,
                    "user_id",
                    "provider",
                    "operation",
                    "model",
                    STATUS,
                    "error",
                    "processing_time_ms",
                    "credits",
                    "plan",
                    "fingerprint",
                    "cost",
                    "estimated");

    private static final Pattern UNIT = Pattern.compile("quantities\\.[a-z][a-z0-9_]{0,63}");
    private static final Pattern KEY = Pattern.compile("metadata\\..{1,100}");

    private EventFields() {}

    static boolean isField(String name) {
        return NAMES.contains(name) || UNIT.matcher(name).matches() || KEY.matcher(name).matches();
    }

    /** All fields, for messages. */
    static String list() {
        return String.join(", ", NAMES) + ", quantities.UNIT, metadata.KEY";
    }

    /**
     * Puts a value into a draft; {@code false} where the field can't hold it. Time and status have
     * been read before, the metadata is collected apart.
     */
    static boolean set(
            UsageEventDraft draft, Map<String, String> metadata, String field, String value) {
        switch (field) {
            case "id" -> draft.id = value;
            case TIME -> draft.time = value;
            case "user_id" -> draft.userId = value;
            case "provider" -> draft.provider = value;
            case "operation" -> draft.operation = value;
            case "model" -> draft.model = value;
            case STATUS -> draft.status = value;
            case "error" -> draft.error = value;
            case "processing_time_ms" -> draft.processingTimeMs = value;
            case "credits" -> draft.credits = value;
            case "plan" -> draft.plan = value;
            case "fingerprint" -> draft.fingerprint = value;
            case "cost" -> draft.cost = value;
            case "metadata" -> draft.metadata = value;
            case "estimated" -> {
                draft.estimated = value.equals("true");
                return draft.estimated || value.equals("false");
            }
            default -> {
                if (field.startsWith(QUANTITIES)) {
                    draft.quantities.put(field.substring(QUANTITIES.length()), value);
                } else {
                    metadata.put(field.substring(METADATA.length()), value);
                }
            }
        }
        return true;
    }
}
