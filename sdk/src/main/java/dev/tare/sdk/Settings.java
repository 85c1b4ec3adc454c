package dev.tare.sdk;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** What {@link TrackerBuilder} has gathered and checked; each is explained there. */
record Settings(
        URI server,
        String key,
        Path spoolFolder,
        int spoolBytes,
        int memoryBytes,
        int batchEvents,
        int batchBytes,
        Duration flushInterval,
        Duration backoffFirst,
        Duration backoffLongest,
        Duration connectTimeout,
        Duration requestTimeout,
        boolean gzip,
        int deadLetterBytes,
        boolean shutdownHook,
        TrackerListener listener,
        Clock clock) {

    /** The longest that a server's wish to be left alone is followed. */
    static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);
}
