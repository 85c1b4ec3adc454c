package dev.tare.server.http;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.server.wire.Problem;
import dev.tare.server.wire.RefusedEvent;
import dev.tare.server.wire.UsageEventReader;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Gathers a request's events and says what became of each. */
final class UsageAnswer implements Intake, UsageEventReader.Sink {
    private static final JsonFactory JSON = new JsonFactory();

    private final String source;
    private final Instant now;
    private final List<UsageEvent> events = new ArrayList<>();
    private final List<RefusedEvent> refused = new ArrayList<>();

    UsageAnswer(String source, Instant now) {
        this.source = source;
        this.now = now;
    }

    @Override
    public boolean read(InputStream text, UsageBody body, int eventsMax) throws IOException {
        return UsageEventReader.read(
                text, Objects.requireNonNull(body.form()), now, eventsMax, this);
    }

    @Override
    public void accepted(int index, UsageEvent event) {
        events.add(event);
    }

    @Override
    public void refused(RefusedEvent refusal) {
        refused.add(refusal);
    }

    @Override
    public @Nullable Problem problem() {
        return null;
    }

    @Override
    public List<JournalRecord> records() {
        return events.isEmpty()
                ? List.of()
                : List.of(new JournalRecord.Usage(new UsageBatch(source, now, events)));
    }

    @Override
    public int accepted() {
        return events.size();
    }

    @Override
    public int rejected() {
        return refused.size();
    }

    @Override
    public void answer(HttpServletResponse response) throws IOException {
        byte[] json = json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status());
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    /** 202 where something was accepted or nothing sent, 400 where everything was refused. */
    private int status() {
        return events.isEmpty() && !refused.isEmpty() ? 400 : 202;
    }

    private String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("accepted", events.size());
            refusals(json, refused);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** The property {@code rejected}. */
    static void refusals(JsonGenerator json, List<RefusedEvent> refused) {
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
    }
}
