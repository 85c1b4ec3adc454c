package dev.tare.server.http;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.server.wire.CloudEventReader;
import dev.tare.server.wire.Problem;
import dev.tare.server.wire.RefusedEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a request's CloudEvents by source.
 *
 * <p>An event's own source stands behind its key's, so that no key writes into another
 * application's events. No key's source holds a {@code #}: two of them never make the same name.
 */
final class CloudEventsAnswer implements Intake, CloudEventReader.Sink {
    private final String keySource;
    private final Instant now;
    private final Map<String, List<UsageEvent>> events = new LinkedHashMap<>();
    private int accepted;
    private @Nullable RefusedEvent refused;

    CloudEventsAnswer(String keySource, Instant now) {
        this.keySource = keySource;
        this.now = now;
    }

    @Override
    public boolean read(InputStream text, UsageBody body, int eventsMax) throws IOException {
        return CloudEventReader.read(text, now, eventsMax, this);
    }

    @Override
    public void accepted(int index, String source, UsageEvent event) {
        events.computeIfAbsent(keySource + "#" + source, _ -> new ArrayList<>()).add(event);
        accepted++;
    }

    @Override
    public void refused(RefusedEvent refusal) {
        if (refused == null) {
            refused = refusal;
        }
    }

    @Override
    public @Nullable Problem problem() {
        return refused == null
                ? null
                : Problem.caller(
                                400,
                                refused.rejection().code().code(),
                                refused.rejection().message())
                        .at(refused.rejection().field())
                        .ofEvent(refused.index())
                        .mendedBy("Nothing of this request was accepted; mend it, send it again.");
    }

    @Override
    public List<JournalRecord> records() {
        List<JournalRecord> records = new ArrayList<>(events.size());
        events.forEach((source, sent) ->
                records.add(new JournalRecord.Usage(new UsageBatch(source, now, sent))));
        return records;
    }

    @Override
    public int accepted() {
        return accepted;
    }

    @Override
    public int rejected() {
        return 0;
    }

    @Override
    public void answer(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
