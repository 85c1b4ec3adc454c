package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One event in Tare's own form, read into a draft. */
final class EventText extends DraftText {
    private EventText(JsonParser json) {
        super(json);
    }

    static EventText read(char[] text, int length) {
        try (JsonParser json = parser(text, length)) {
            EventText event = new EventText(json);
            event.read();
            return event;
        }
    }

    /** The event whose bracket the parser has just gone through; read to the closing one. */
    static EventText opened(JsonParser json) {
        EventText event = new EventText(json);
        event.properties();
        return event;
    }

    @Override
    void property(String name, JsonToken value) {
        switch (name) {
            case "id" -> draft.id = text(value);
            case "time" -> draft.time = text(value);
            case "user_id" -> draft.userId = text(value);
            case "provider" -> draft.provider = text(value);
            case "operation" -> draft.operation = text(value);
            case "model" -> draft.model = text(value);
            case "status" -> draft.status = text(value);
            case "error" -> draft.error = text(value);
            case "plan" -> draft.plan = text(value);
            case "fingerprint" -> draft.fingerprint = text(value);
            case "processing_time_ms" -> draft.processingTimeMs = number(name, value);
            case "credits" -> draft.credits = number(name, value);
            case "cost" -> draft.cost = number(name, value);
            case "quantities" -> quantities(name, value);
            case "usage" -> usage(name, value);
            case "metadata" -> metadata(value);
            case "estimated" -> estimated(name, value);
            default -> {
                reject(
                        RejectionCode.UNKNOWN_FIELD,
                        name,
                        "Field "
                                + Rejection.shown(name)
                                + " is unknown; take it out, or put it into \"metadata\".");
                json.skipChildren();
            }
        }
    }

    /** The provider's own count. */
    private void usage(String name, JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            wrongType(name, "the object in which the provider tells what was used", value);
            return;
        }
        Rejection broken = ProviderUsage.read(json, draft);
        if (broken != null) {
            reject(broken.code(), broken.field(), broken.message());
        } else if (draft.usage.isEmpty()) {
            reject(
                    RejectionCode.INVALID_TYPE,
                    name,
                    "Field "
                            + Rejection.shown(name)
                            + " counts nothing; send what the provider answered, such as"
                            + " {\"input_tokens\": 100, \"output_tokens\": 20}, or leave it out.");
        }
    }

    private void metadata(JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            wrongType("metadata", "an object", value);
            return;
        }
        switch (MetadataText.read(json)) {
            case MetadataText.Read.Text(String text) -> draft.metadata = text;
            case MetadataText.Read.Broken(Rejection broken) ->
                    reject(broken.code(), broken.field(), broken.message());
        }
    }
}
