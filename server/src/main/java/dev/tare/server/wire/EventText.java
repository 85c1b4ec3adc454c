package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageEventDraft;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * One event's JSON text, read into a draft. Numbers are taken as the text they are, so that no
 * digit is lost and none costs arithmetic. Behind the first broken rule it reads on for the id.
 */
final class EventText {
    private static final int TEXT_CHARS_MAX = 16_384;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(TEXT_CHARS_MAX)
                                    .maxNameLength(256)
                                    .maxNumberLength(1_000)
                                    .maxNestingDepth(24)
                                    .build())
                    // Let through here so that the field can be named in the refusal.
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    /** The fields of an event, each with a place of its own. */
    private static final Map<String, Integer> FIELDS =
            places(
                    "id",
                    "time",
                    "user_id",
                    "provider",
                    "operation",
                    "model",
                    "status",
                    "error",
                    "plan",
                    "fingerprint",
                    "processing_time_ms",
                    "credits",
                    "cost",
                    "quantities",
                    "metadata",
                    "estimated");

    private final UsageEventDraft draft = new UsageEventDraft();
    private long seen;
    private final JsonParser json;
    private @Nullable String field;
    private @Nullable Rejection rejection;

    private EventText(JsonParser json) {
        this.json = json;
    }

    private static Map<String, Integer> places(String... names) {
        Map<String, Integer> places = new HashMap<>();
        for (String name : names) {
            places.put(name, places.size());
        }
        return places;
    }

    static EventText read(char[] text, int length) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text, 0, length)) {
            EventText event = new EventText(json);
            event.read();
            return event;
        }
    }

    /** As far as it could be read. */
    UsageEventDraft draft() {
        return draft;
    }

    /** The first broken rule, {@code null} where there is none. */
    @Nullable Rejection rejection() {
        return rejection;
    }

    private void read() {
        try {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT) {
                reject(
                        first == null ? RejectionCode.MALFORMED_JSON : RejectionCode.INVALID_TYPE,
                        null,
                        first == null
                                ? "There is no event between two commas; take one comma away."
                                : "An event must be an object, but this is "
                                        + kind(first)
                                        + "; send {…}.");
                return;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                property(json.currentName());
            }
            if (json.nextToken() != null) {
                malformed();
            }
        } catch (StreamConstraintsException tooMuch) {
            tooMuch();
        } catch (JacksonException broken) {
            malformed();
        }
    }

    private void property(String name) {
        field = name;
        JsonToken value = json.nextToken();
        if (isSecond(name)) {
            reject(
                    RejectionCode.DUPLICATE_FIELD,
                    name,
                    "Field " + Rejection.shown(name) + " is there twice; send it once.");
            json.skipChildren();
            return;
        }
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
            case "quantities" -> quantities(value);
            case "metadata" -> metadata(value);
            case "estimated" -> estimated(value);
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

    /** Only of known fields: an unknown one is refused the first time. */
    private boolean isSecond(String name) {
        Integer place = FIELDS.get(name);
        if (place == null) {
            return false;
        }
        boolean second = (seen & (1L << place)) != 0;
        seen |= 1L << place;
        return second;
    }

    private @Nullable String text(JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        if (value != JsonToken.VALUE_NULL) {
            wrongType(String.valueOf(field), "a text in quotes", value);
        }
        return null;
    }

    private @Nullable String number(String name, JsonToken value) {
        if (value.isNumeric() || value == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        if (value != JsonToken.VALUE_NULL) {
            wrongType(name, "a number", value);
        }
        return null;
    }

    private void quantities(JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            wrongType("quantities", "an object of units and numbers", value);
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String unit = json.currentName();
            String name = "quantities." + unit;
            field = name;
            JsonToken token = json.nextToken();
            String number = token == JsonToken.VALUE_NULL ? null : number(name, token);
            if (token == JsonToken.VALUE_NULL) {
                wrongType(name, "a number", token);
            } else if (number != null && draft.quantities.put(unit, number) != null) {
                reject(
                        RejectionCode.DUPLICATE_FIELD,
                        name,
                        "Quantity " + Rejection.shown(unit) + " is there twice; send the sum.");
            }
        }
        field = "quantities";
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

    private void estimated(JsonToken value) {
        if (value.isBoolean()) {
            draft.estimated = value == JsonToken.VALUE_TRUE;
        } else if (value != JsonToken.VALUE_NULL) {
            wrongType("estimated", "true or false", value);
        }
    }

    private void wrongType(String name, String wanted, JsonToken value) {
        reject(
                RejectionCode.INVALID_TYPE,
                name,
                "Field "
                        + Rejection.shown(name)
                        + " must be "
                        + wanted
                        + ", but is "
                        + kind(value)
                        + "; send it so, or leave it out.");
        json.skipChildren();
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }

    private void tooMuch() {
        reject(
                RejectionCode.TOO_LONG,
                field,
                field == null
                        ? "The event is too long or nested too deep; send less."
                        : "Field "
                                + Rejection.shown(field)
                                + " is too long or nested too deep; send at most "
                                + TEXT_CHARS_MAX
                                + " characters, 20 levels deep.");
    }

    private void malformed() {
        long place = json.currentLocation().getCharOffset();
        // What is no JSON has no fields: what was found wrong with them before says nothing.
        rejection = null;
        reject(
                RejectionCode.MALFORMED_JSON,
                field,
                "The event is not valid JSON, at its character "
                        + Math.max(0, place)
                        + (field == null ? "" : ", in or behind field " + Rejection.shown(field))
                        + "; check quotes, commas and brackets.");
    }

    private void reject(RejectionCode code, @Nullable String name, String message) {
        if (rejection == null) {
            String shortName = name != null && name.length() > 80 ? name.substring(0, 80) : name;
            rejection = new Rejection(code, shortName, message);
        }
    }
}
