package dev.tare.server.http;

import dev.tare.core.event.UsageEvent;
import dev.tare.server.wire.RefusedEvent;
import dev.tare.server.wire.UsageEventReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Gathers a request's events and says what became of each. */
final class UsageAnswer implements UsageEventReader.Sink {
    private static final JsonFactory JSON = new JsonFactory();

    private final List<UsageEvent> events = new ArrayList<>();
    private final List<RefusedEvent> refused = new ArrayList<>();

    @Override
    public void accepted(int index, UsageEvent event) {
        events.add(event);
    }

    @Override
    public void refused(RefusedEvent refusal) {
        refused.add(refusal);
    }

    List<UsageEvent> events() {
        return events;
    }

    int refusals() {
        return refused.size();
    }

    /** 202 where something was accepted or nothing sent, 400 where everything was refused. */
    int status() {
        return events.isEmpty() && !refused.isEmpty() ? 400 : 202;
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("accepted", events.size());
            json.writeArrayPropertyStart("rejected");
            for (RefusedEvent refusal : refused) {
                json.writeStartObject();
                json.writeNumberProperty("index", refusal.index());
                json.writeStringProperty("id", refusal.id());
                json.writeStringProperty("field", refusal.rejection().field());
                json.writeStringProperty("code", refusal.rejection().code().code());
                json.writeStringProperty("message", refusal.rejection().message());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }
}
