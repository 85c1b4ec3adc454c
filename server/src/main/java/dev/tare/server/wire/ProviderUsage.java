package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.TokenUsage;
import dev.tare.core.event.UsageEventDraft;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the object with which a provider tells what a call used, whatever its spelling: numbers by
 * name, names within names joined by a point. What is no number says nothing of how much was used.
 */
final class ProviderUsage {
    private static final String FIELD = "usage";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.]{0,40}");

    private final JsonParser json;
    private final UsageEventDraft draft;
    private @Nullable Rejection broken;

    private ProviderUsage(JsonParser json, UsageEventDraft draft) {
        this.json = json;
        this.draft = draft;
    }

    /** Reads the object whose bracket the parser stands on; the first broken rule, or none. */
    static @Nullable Rejection read(JsonParser json, UsageEventDraft draft) {
        ProviderUsage usage = new ProviderUsage(json, draft);
        usage.object("");
        return usage.broken;
    }

    private void object(String prefix) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT) {
                object(prefix + name + ".");
            } else if (value == JsonToken.START_ARRAY) {
                modalities(prefix + name);
            } else if (value.isNumeric()
                    || (value == JsonToken.VALUE_STRING
                            && NUMBER.matcher(json.getString()).matches())) {
                put(prefix + name, json.getString());
            } else if (value != JsonToken.VALUE_NULL && TokenUsage.isTokens(name)) {
                // A count that is no number is a mistake; the rules of quantities say so.
                put(prefix + name, json.getString());
            } else if (value == JsonToken.VALUE_STRING && (prefix + name).equals("service_tier")) {
                draft.serviceTier = json.getString();
            }
        }
    }

    /** Gemini's counts by modality: {@code [{"modality":"AUDIO","tokenCount":7}]}. */
    private void modalities(String name) {
        for (JsonToken item = json.nextToken();
                item != JsonToken.END_ARRAY && item != null;
                item = json.nextToken()) {
            if (item != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            String modality = null;
            String count = null;
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (key.equals("modality") && value == JsonToken.VALUE_STRING) {
                    modality = json.getString();
                } else if (key.equals("tokenCount") && value.isScalarValue()) {
                    count = json.getString();
                } else {
                    json.skipChildren();
                }
            }
            if (modality != null && count != null) {
                put(name + "." + modality, count);
            }
        }
    }

    private void put(String name, String number) {
        if (draft.usage.put(name, number) != null && broken == null) {
            String path = FIELD + "." + name;
            broken =
                    new Rejection(
                            RejectionCode.DUPLICATE_FIELD,
                            path.length() > 80 ? path.substring(0, 80) : path,
                            "Field " + Rejection.shown(path) + " is there twice; send it once.");
        }
    }
}
