package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Takes the free object of an event over as compact JSON text, digit by digit. */
final class MetadataText {
    private static final JsonFactory JSON = new JsonFactory();

    /** The text, or the rule it breaks. */
    sealed interface Read {
        record Text(String text) implements Read {}

        record Broken(Rejection rejection) implements Read {}
    }

    private final JsonParser json;
    private final StringWriter text = new StringWriter();
    private final Deque<Set<String>> names = new ArrayDeque<>();
    private @Nullable Rejection broken;

    private MetadataText(JsonParser json) {
        this.json = json;
    }

    /** Reads the value that the parser stands on: an object to its closing bracket. */
    static Read read(JsonParser json) {
        MetadataText metadata = new MetadataText(json);
        metadata.copy();
        return metadata.broken == null
                ? new Read.Text(metadata.text.toString())
                : new Read.Broken(metadata.broken);
    }

    private void copy() {
        try (JsonGenerator copy = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            int depth = 0;
            JsonToken token = json.currentToken();
            do {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                copy(token, copy);
                if (depth > 0) {
                    token = json.nextToken();
                }
            } while (depth > 0 && token != null);
        }
    }

    private void copy(JsonToken token, JsonGenerator copy) {
        switch (token) {
            case START_OBJECT -> {
                names.push(new HashSet<>());
                copy.writeStartObject();
            }
            case END_OBJECT -> {
                names.pop();
                copy.writeEndObject();
            }
            case START_ARRAY -> copy.writeStartArray();
            case END_ARRAY -> copy.writeEndArray();
            case PROPERTY_NAME -> {
                checkName(json.currentName());
                copy.writeName(json.currentName());
            }
            case VALUE_STRING -> copy.writeString(json.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(copy);
            case VALUE_TRUE -> copy.writeBoolean(true);
            case VALUE_FALSE -> copy.writeBoolean(false);
            default -> copy.writeNull();
        }
    }

    private void checkName(String name) {
        if (!names.element().add(name)) {
            reject(
                    RejectionCode.DUPLICATE_FIELD,
                    "Field "
                            + Rejection.shown(name)
                            + " is there twice in \"metadata\"; send it"
                            + " once.");
        }
    }

    private void number(JsonGenerator copy) {
        String number = json.getString();
        if (Character.isLetter(number.charAt(number.length() - 1))) {
            reject(
                    RejectionCode.INVALID_METADATA,
                    "Field \"metadata\" holds "
                            + Rejection.shown(number)
                            + ", which is no JSON number; send a number, a text or null.");
            copy.writeNull();
        } else {
            copy.writeNumber(number);
        }
    }

    private void reject(RejectionCode code, String message) {
        if (broken == null) {
            broken = new Rejection(code, "metadata", message);
        }
    }
}
