package dev.tare.server.wire;

import dev.tare.core.event.EventRules;
import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageEventDraft;
import dev.tare.core.money.Amounts;
import dev.tare.core.money.DecimalText;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The {@code data} of a CloudEvent, whose sender may never have heard of Tare.
 *
 * <p>Members with the names of our fields are those fields. Of the others, a number (or a text that
 * is one, as meters take them) is a quantity under its own name: too many units leave an event
 * unpriced, which every report says; one too few would make a cost too low, which nobody sees. What
 * names an id is no quantity. Everything else is kept as metadata.
 */
final class CloudEventData {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,40})?");
    private static final Set<String> FIELDS =
            Set.of("provider", "operation", "model", "error", "plan", "fingerprint", "status");
    private static final Pattern LONG_ID = Pattern.compile("[0-9]{16,}");
    private static final int DECIMALS_READ = 50;

    private final CloudEventText event;
    private final JsonParser json;
    private final UsageEventDraft draft;
    private final Set<String> seen = new HashSet<>();
    private final StringWriter rest = new StringWriter();
    private boolean kept;

    CloudEventData(CloudEventText event) {
        this.event = event;
        this.json = event.json;
        this.draft = event.draft;
    }

    /** Reads the object whose opening bracket the parser stands on. */
    void read() {
        try (JsonGenerator metadata = JSON.createGenerator(ObjectWriteContext.empty(), rest)) {
            metadata.writeStartObject();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                event.field = "data." + name;
                JsonToken value = json.nextToken();
                if (!seen.add(name)) {
                    event.twice("data." + name);
                } else if (!isField(name, value) && !isQuantity(name, value)) {
                    keep(name, metadata);
                }
            }
            metadata.writeEndObject();
        }
        draft.metadata = kept ? rest.toString() : null;
    }

    private boolean isField(String name, JsonToken value) {
        String path = "data." + name;
        switch (name) {
            case "processing_time_ms" -> draft.processingTimeMs = event.number(path, value);
            case "credits" -> draft.credits = event.number(path, value);
            case "cost" -> draft.cost = event.number(path, value);
            case "estimated" -> event.estimated(path, value);
            case "quantities" -> event.quantities(path, value);
            default -> {
                return value == JsonToken.VALUE_STRING && isName(name, json.getString());
            }
        }
        return true;
    }

    /** Where a text is no field of ours (a status "200"), it is the sender's own word. */
    private boolean isName(String name, String text) {
        switch (name) {
            case "provider" -> draft.provider = text;
            case "operation" -> draft.operation = text;
            case "model" -> draft.model = text;
            case "error" -> draft.error = text;
            case "plan" -> draft.plan = text;
            case "fingerprint" -> draft.fingerprint = text;
            case "status" -> {
                draft.status = EventStatus.of(text) == null ? null : text;
                return draft.status != null;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean isQuantity(String name, JsonToken value) {
        boolean number =
                value.isNumeric()
                        ? !LONG_ID.matcher(json.getString()).matches()
                        : value == JsonToken.VALUE_STRING && isNumber(json.getString());
        if (!number || isNoMeasure(name)) {
            return false;
        }
        String unit = unit(name);
        if (draft.quantities.put(unit, atMostNineDecimals(json.getString())) != null) {
            event.reject(
                    RejectionCode.DUPLICATE_FIELD,
                    "data." + name,
                    "Quantity " + Rejection.shown(unit) + " is there twice; send the sum.");
        }
        return true;
    }

    /** More digits than that make a text an id, not a quantity. */
    private static boolean isNumber(String text) {
        return text.length() <= 60 && NUMBER.matcher(text).matches();
    }

    private static boolean isNoMeasure(String name) {
        return FIELDS.contains(name)
                || name.equalsIgnoreCase("id")
                || name.endsWith("_id")
                || name.endsWith("Id");
    }

    /** {@code inputTokens} and {@code input-tokens} are the unit {@code input_tokens}. */
    private static String unit(String name) {
        StringBuilder unit = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean upper = c >= 'A' && c <= 'Z';
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (upper && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
                unit.append('_');
            }
            unit.append(upper ? (char) (c + 32) : plain ? c : '_');
        }
        return unit.toString();
    }

    /** A measured duration has as many decimals as a double prints; nine are kept of a quantity. */
    private static String atMostNineDecimals(String number) {
        BigDecimal exact =
                DecimalText.parse(number, EventRules.QUANTITY_INTEGER_DIGITS, DECIMALS_READ);
        return exact == null || exact.scale() <= EventRules.QUANTITY_DECIMALS
                ? number
                : Amounts.rounded(exact).toPlainString();
    }

    private void keep(String name, JsonGenerator metadata) {
        switch (MetadataText.read(json)) {
            case MetadataText.Read.Text(String text) -> {
                metadata.writeName(name);
                metadata.writeRawValue(text);
                kept = true;
            }
            case MetadataText.Read.Broken(Rejection broken) ->
                    event.reject(broken.code(), event.field, broken.message());
        }
    }

    /** The name that a field of ours has in a CloudEvent. */
    static @Nullable String fieldName(@Nullable String ours) {
        if (ours == null) {
            return null;
        }
        return switch (ours) {
            case "id", "time" -> ours;
            case "user_id" -> "subject";
            case "metadata" -> "data";
            default -> "data." + ours;
        };
    }
}
