package dev.tare.server.http;

import java.time.Duration;

/**
 * The limits of one request of usage.
 *
 * @param sentBytesMax bytes of a body as sent, from 1
 * @param bodyBytesMax bytes of a body after decompression, from 1
 * @param eventsMax events of a request, from 1
 * @param behindBytesMax while the recorder is further behind the journal, nothing is accepted
 * @param journalWait how long a request waits for its bytes to be on disk
 */
public record IntakeSettings(
        long sentBytesMax,
        long bodyBytesMax,
        int eventsMax,
        long behindBytesMax,
        Duration journalWait) {
    /** What holds where nothing else is set. */
    public static final IntakeSettings DEFAULT =
            new IntakeSettings(16 << 20, 16 << 20, 10_000, 8L << 30, Duration.ofSeconds(30));
}
