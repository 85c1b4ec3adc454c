package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageEventDraft;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * One object's JSON text, read into a draft. Numbers are taken as the text they are, so that no
 * digit is lost and none costs arithmetic. Behind the first broken rule it reads on for the id.
 */
abstract sealed class DraftText permits EventText, CloudEventText {
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
                    // Bytes are UTF-8, whatever they look like.
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .build();

    final UsageEventDraft draft = new UsageEventDraft();
    final JsonParser json;

    /** Where the reading is, for messages. */
    @Nullable String field;

    private final SeenNames seen = new SeenNames();
    private @Nullable Rejection rejection;

    DraftText(JsonParser json) {
        this.json = json;
    }

    static JsonParser parser(char[] text, int length) {
        return JSON.createParser(ObjectReadContext.empty(), text, 0, length);
    }

    static JsonParser parser(byte[] utf8) {
        return JSON.createParser(ObjectReadContext.empty(), utf8);
    }

    /** As far as it could be read. */
    final UsageEventDraft draft() {
        return draft;
    }

    /** The first broken rule, {@code null} where there is none. */
    final @Nullable Rejection rejection() {
        return rejection;
    }

    /** Takes a property of the object; the parser stands on its value. */
    abstract void property(String name, JsonToken value);

    final void read() {
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
            properties();
            if (json.nextToken() != null) {
                malformed();
            }
        } catch (StreamConstraintsException tooMuch) {
            tooMuch();
        } catch (JacksonException broken) {
            malformed();
        }
    }

    /** Reads to the end of the object whose bracket was just opened. */
    final void properties() {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            once(json.currentName());
        }
    }

    private void once(String name) {
        field = name;
        JsonToken value = json.nextToken();
        if (seen.add(name)) {
            property(name, value);
        } else {
            twice(name);
        }
    }

    final void twice(String name) {
        reject(
                RejectionCode.DUPLICATE_FIELD,
                name,
                "Field " + Rejection.shown(name) + " is there twice; send it once.");
        json.skipChildren();
    }

    final @Nullable String text(JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        if (value != JsonToken.VALUE_NULL) {
            wrongType(String.valueOf(field), "a text in quotes", value);
        }
        return null;
    }

    final @Nullable String number(String name, JsonToken value) {
        if (value.isNumeric() || value == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        if (value != JsonToken.VALUE_NULL) {
            wrongType(name, "a number", value);
        }
        return null;
    }

    final void quantities(String whole, JsonToken value) {
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_OBJECT) {
            wrongType(whole, "an object of units and numbers", value);
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String unit = json.currentName();
            String name = whole + "." + unit;
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
        field = whole;
    }

    final void estimated(String name, JsonToken value) {
        if (value.isBoolean()) {
            draft.estimated = value == JsonToken.VALUE_TRUE;
        } else if (value != JsonToken.VALUE_NULL) {
            wrongType(name, "true or false", value);
        }
    }

    final void wrongType(String name, String wanted, JsonToken value) {
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

    static String kind(JsonToken token) {
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

    final void reject(RejectionCode code, @Nullable String name, String message) {
        if (rejection == null) {
            String shortName = name != null && name.length() > 80 ? name.substring(0, 80) : name;
            rejection = new Rejection(code, shortName, message);
        }
    }
}
