package dev.tare.server.wire;

import dev.tare.core.event.EventRules;
import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One CloudEvent (version 1.0, structured JSON), read into a draft. Its {@code data} is read by
 * {@link CloudEventData}; attributes beyond the standard's own are let through and not kept.
 */
final class CloudEventText extends DraftText {
    private @Nullable String source;
    private @Nullable String type;
    private @Nullable String version;
    private @Nullable String contentType;

    private CloudEventText(JsonParser json) {
        super(json);
    }

    static CloudEventText read(char[] text, int length) {
        try (JsonParser json = parser(text, length)) {
            CloudEventText event = new CloudEventText(json);
            event.read();
            event.complete();
            return event;
        }
    }

    /** The event's own source; there and sound where nothing was rejected. */
    String source() {
        return source == null ? "" : source;
    }

    @Override
    void property(String name, JsonToken value) {
        switch (name) {
            case "id" -> draft.id = text(value);
            case "source" -> source = text(value);
            case "specversion" -> version = text(value);
            case "type" -> type = text(value);
            case "subject" -> draft.userId = text(value);
            case "time" -> draft.time = text(value);
            case "datacontenttype" -> contentType = text(value);
            case "data" -> data(value);
            case "data_base64" -> {
                unsupported(name, "can't be read; send a JSON object as \"data\".");
                json.skipChildren();
            }
            default -> json.skipChildren();
        }
    }

    private void data(JsonToken value) {
        if (value == JsonToken.START_OBJECT) {
            new CloudEventData(this).read();
        } else if (value != JsonToken.VALUE_NULL) {
            wrongType("data", "an object", value);
        }
    }

    private void complete() {
        if (rejection() != null) {
            return;
        }
        mustBe("id", draft.id);
        mustBe("source", source);
        mustBe("specversion", version);
        mustBe("type", type);
        mustBe("subject", draft.userId);
        if (version != null && !version.equals("1.0")) {
            unsupported("specversion", "can't be " + Rejection.shown(version) + "; send 1.0.");
        }
        if (contentType != null && !isJson(contentType)) {
            unsupported(
                    "datacontenttype",
                    "can't be " + Rejection.shown(contentType) + "; send application/json.");
        }
        if (isBlank(draft.operation)) {
            draft.operation = type;
        }
        if (isBlank(draft.provider)) {
            draft.provider = CloudEventReader.PROVIDER_UNKNOWN;
        }
    }

    private void mustBe(String name, @Nullable String value) {
        Rejection broken = EventRules.checkName(name, value);
        if (broken != null) {
            reject(broken.code(), name, broken.message());
        }
    }

    private void unsupported(String name, String why) {
        reject(RejectionCode.UNSUPPORTED_CLOUDEVENT, name, "Field \"" + name + "\" " + why);
    }

    private static boolean isJson(String type) {
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters))
                .strip()
                .equalsIgnoreCase("application/json");
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
