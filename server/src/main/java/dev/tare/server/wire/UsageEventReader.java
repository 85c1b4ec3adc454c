package dev.tare.server.wire;

import dev.tare.core.event.Checked;
import dev.tare.core.event.EventRules;
import dev.tare.core.event.Rejection;
import dev.tare.core.event.UsageEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.List;

/**
 * Reads usage events from JSON: one object, an array, or one object per line.
 *
 * <p>The text is first cut into one piece per event, and each piece is parsed by itself: whatever
 * is wrong with one event, the ones after it are read. Only where the cutting itself is lost (an
 * array that doesn't end, a quote that never closes) is the rest refused, by name. Memory is
 * bounded, however long the text: {@link #QUICK_BYTES_MAX} bytes of it, or one event of {@link
 * #EVENT_CHARS_MAX} characters.
 */
public final class UsageEventReader {
    /** An event within all limits of {@link EventRules} is shorter, even with every escape. */
    public static final int EVENT_CHARS_MAX = 131_072;

    /** A text up to this length is held in memory and first tried the quick way. */
    private static final int QUICK_BYTES_MAX = 1 << 20;

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
        byte[] begin = text.readNBytes(QUICK_BYTES_MAX + 1);
        if (begin.length <= QUICK_BYTES_MAX) {
            List<UsageEvent> events = QuickReading.read(begin, form, now, eventsMax);
            if (events != null) {
                for (int i = 0; i < events.size(); i++) {
                    sink.accepted(i, events.get(i));
                }
                return true;
            }
        }
        return carefully(
                new SequenceInputStream(new ByteArrayInputStream(begin), text),
                form,
                now,
                eventsMax,
                sink);
    }

    /** Event by event, so that what is wrong with one harms no other. */
    static boolean carefully(InputStream text, Form form, Instant now, int eventsMax, Sink sink)
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
