package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageEvent;
import dev.tare.server.wire.UsageEventReader.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a text of events was read as. */
final class ReadEvents implements UsageEventReader.Sink {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    final List<UsageEvent> events = new ArrayList<>();
    final List<RefusedEvent> refused = new ArrayList<>();

    static ReadEvents read(Form form, byte[] text) {
        ReadEvents read = new ReadEvents();
        try {
            boolean whole =
                    UsageEventReader.read(new ByteArrayInputStream(text), form, NOW, 10_000, read);
            assertThat(whole).isTrue();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return read;
    }

    static ReadEvents read(Form form, String text) {
        return read(form, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A good event of that id. */
    static String good(String id) {
        return "{\"id\":\"%s\",\"user_id\":\"u\",\"provider\":\"p\",\"operation\":\"o\"}"
                .formatted(id);
    }

    /** A good event with one more field. */
    static String with(String id, String field) {
        return good(id).replace("}", "," + field + "}");
    }

    @Override
    public void accepted(int index, UsageEvent event) {
        events.add(event);
    }

    @Override
    public void refused(RefusedEvent refusal) {
        refused.add(refusal);
    }

    List<String> ids() {
        return events.stream().map(UsageEvent::id).toList();
    }

    /** The code of the only refusal. */
    RejectionCode code() {
        assertThat(refused).hasSize(1);
        return refused.getFirst().rejection().code();
    }
}
