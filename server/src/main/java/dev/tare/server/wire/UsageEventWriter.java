package dev.tare.server.wire;

import dev.tare.core.event.UsageEvent;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes usage events in the form that {@link UsageEventReader} reads. */
public final class UsageEventWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private UsageEventWriter() {}

    /** The event as one line of JSON, without a line end. Numbers keep every digit. */
    public static String json(UsageEvent event) {
        StringWriter text = new StringWriter(256);
        write(event, text);
        return text.toString();
    }

    /** Writes the event to {@code out}, which stays open. */
    public static void write(UsageEvent event, Writer out) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("id", event.id());
            text(json, "time", event.time() == null ? null : event.time().toString());
            json.writeStringProperty("user_id", event.userId());
            json.writeStringProperty("provider", event.provider());
            json.writeStringProperty("operation", event.operation());
            text(json, "model", event.model());
            json.writeObjectPropertyStart("quantities");
            event.quantities().byUnit().forEach((unit, quantity) -> number(json, unit, quantity));
            json.writeEndObject();
            json.writeStringProperty("status", event.status().text());
            text(json, "error", event.error());
            if (event.processingTimeMs() != null) {
                json.writeNumberProperty("processing_time_ms", event.processingTimeMs());
            }
            number(json, "credits", event.credits());
            text(json, "plan", event.plan());
            text(json, "fingerprint", event.fingerprint());
            number(json, "cost", event.cost());
            if (event.metadata() != null) {
                json.writeName("metadata");
                json.writeRawValue(event.metadata());
            }
            if (event.estimated()) {
                json.writeBooleanProperty("estimated", true);
            }
            json.writeEndObject();
        }
        try {
            out.append(text.getBuffer());
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable BigDecimal value) {
        if (value != null) {
            json.writeName(name);
            json.writeNumber(value.toPlainString());
        }
    }
}
