package dev.tare.bench.load;

import dev.tare.core.event.UsageEvent;
import dev.tare.server.wire.RefusedEvent;
import dev.tare.server.wire.UsageEventReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The same traffic as events in memory, for what is compared with the server. */
public final class TrafficEvents {
    private final Traffic traffic;

    public TrafficEvents(Traffic traffic) {
        this.traffic = traffic;
    }

    /** The next events, repeats among them. */
    public List<UsageEvent> next(int count, Instant now) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(count * 256);
        for (int i = 0; i < count; i++) {
            traffic.next(now.plusNanos(i * 1_000L));
            body.write(traffic.line(), 0, traffic.length());
            body.write('\n');
        }
        List<UsageEvent> events = new ArrayList<>(count);
        UsageEventReader.Sink sink =
                new UsageEventReader.Sink() {
                    @Override
                    public void accepted(int index, UsageEvent event) {
                        events.add(event);
                    }

                    @Override
                    public void refused(RefusedEvent refused) {
                        throw new IllegalStateException(refused.toString());
                    }
                };
        try {
            UsageEventReader.read(
                    new ByteArrayInputStream(body.toByteArray()),
                    UsageEventReader.Form.NDJSON,
                    now,
                    count,
                    sink);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return events;
    }
}
