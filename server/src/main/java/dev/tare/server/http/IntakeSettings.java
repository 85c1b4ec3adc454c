package dev.tare.server.http;

import java.time.Duration;

/**
 * The limits of usage on its way in.
 *
 * @param sentBytesMax bytes of a body as sent, from 1
 * @param bodyBytesMax bytes of a body after decompression, from 1
 * @param eventsMax events of a request, from 1
 * @param workBytesMax bytes of all bodies in work together, after decompression, from 1; beyond it
 *     a request is refused at once. A byte takes up to about eight of memory. By default a
 *     sixteenth of the heap
 * @param behindBytesMax while the recorder is further behind the journal, nothing is accepted
 * @param journalWait how long a request waits for its bytes to be on disk
 */
public record IntakeSettings(
        long sentBytesMax,
        long bodyBytesMax,
        int eventsMax,
        long workBytesMax,
        long behindBytesMax,
        Duration journalWait) {
    /** What holds where nothing else is set. */
    public static final IntakeSettings DEFAULT =
            new IntakeSettings(
                    16 << 20,
                    16 << 20,
                    10_000,
                    Runtime.getRuntime().maxMemory() / 16,
                    8L << 30,
                    Duration.ofSeconds(30));
}
