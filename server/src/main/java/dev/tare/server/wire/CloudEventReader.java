package dev.tare.server.wire;

import dev.tare.core.event.Checked;
import dev.tare.core.event.EventRules;
import dev.tare.core.event.Rejection;
import dev.tare.core.event.UsageEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * Reads usage from CloudEvents, one object or an array, as senders to OpenMeter write them. How a
 * CloudEvent becomes a usage event is told in {@code docs/manual/http-api.md}.
 */
public final class CloudEventReader {
    /** Who was called, where the event doesn't say. */
    public static final String PROVIDER_UNKNOWN = "unknown";

    /** Takes events in the order sent. */
    public interface Sink {
        /** {@code source} is the event's own, checked; whether it may be used is for the sink. */
        void accepted(int index, String source, UsageEvent event);

        void refused(RefusedEvent refused);
    }

    private CloudEventReader() {}

    /**
     * Reads all events, received at {@code now}.
     *
     * @param eventsMax where there are more, reading stops behind that many
     * @return whether the text was read to its end
     * @throws IOException where the text can't be read, not where it is wrong
     */
    public static boolean read(InputStream text, Instant now, int eventsMax, Sink sink)
            throws IOException {
        return PieceReading.read(
                text,
                UsageEventReader.Form.JSON,
                eventsMax,
                (index, chars, length) -> one(index, chars, length, now, sink),
                sink::refused);
    }

    private static void one(int index, char[] chars, int length, Instant now, Sink sink) {
        CloudEventText event = CloudEventText.read(chars, length);
        Rejection broken = event.rejection();
        if (broken == null) {
            switch (EventRules.check(event.draft(), now)) {
                case Checked.Accepted accepted -> {
                    sink.accepted(index, event.source(), accepted.event());
                    return;
                }
                case Checked.Refused refused -> broken = inItsOwnWords(refused.rejection());
            }
        }
        sink.refused(new RefusedEvent(index, event.draft().id, broken));
    }

    private static Rejection inItsOwnWords(Rejection broken) {
        return new Rejection(
                broken.code(), CloudEventData.fieldName(broken.field()), broken.message());
    }
}
