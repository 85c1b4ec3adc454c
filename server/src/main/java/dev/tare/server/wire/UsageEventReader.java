package dev.tare.server.wire;

import dev.tare.core.event.Checked;
import dev.tare.core.event.EventRules;
import dev.tare.core.event.Rejection;
import dev.tare.core.event.UsageEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * Reads usage events from JSON: one object, an array, or one object per line.
 *
 * <p>The text is first cut into one piece per event, and each piece is parsed by itself: whatever
 * is wrong with one event, the ones after it are read. Only where the cutting itself is lost (an
 * array that doesn't end, a quote that never closes) is the rest refused, by name. Memory is
 * bounded by one event of {@link #EVENT_CHARS_MAX} characters, however long the text.
 */
public final class UsageEventReader {
    /** An event within all limits of {@link EventRules} is shorter, even with every escape. */
    public static final int EVENT_CHARS_MAX = 131_072;

    /** How events follow each other. */
    public enum Form {
        /** One object, or an array of objects. */
        JSON,
        /** One object per line. */
        NDJSON
    }

    /** Takes events in the order sent. */
    public interface Sink {
        void accepted(int index, UsageEvent event);

        void refused(RefusedEvent refused);
    }

    private UsageEventReader() {}

    /**
     * Reads all events, received at {@code now}.
     *
     * @param eventsMax where there are more, reading stops behind that many
     * @return whether the text was read to its end
     * @throws IOException where the text can't be read, not where it is wrong
     */
    public static boolean read(InputStream text, Form form, Instant now, int eventsMax, Sink sink)
            throws IOException {
        return PieceReading.read(
                text,
                form,
                eventsMax,
                (index, chars, length) -> one(index, chars, length, now, sink),
                sink::refused);
    }

    private static void one(int index, char[] chars, int length, Instant now, Sink sink) {
        EventText event = EventText.read(chars, length);
        Rejection broken = event.rejection();
        if (broken != null) {
            sink.refused(new RefusedEvent(index, event.draft().id, broken));
            return;
        }
        switch (EventRules.check(event.draft(), now)) {
            case Checked.Accepted accepted -> sink.accepted(index, accepted.event());
            case Checked.Refused refused ->
                    sink.refused(new RefusedEvent(index, event.draft().id, refused.rejection()));
        }
    }
}
