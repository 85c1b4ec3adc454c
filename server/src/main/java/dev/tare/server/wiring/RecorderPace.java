package dev.tare.server.wiring;

import java.time.Duration;

/** How fast the recorder has worked of late, to tell how long it will take for the rest. */
final class RecorderPace {
    private static final double MEMORY_NANOS = 10e9;
    private static final double KNOWN_FROM_NANOS = 0.5e9;

    private double bytes;
    private double nanos;

    /** It took that long for so much of the journal; waiting doesn't count. */
    synchronized void worked(long moreBytes, long moreNanos) {
        double kept = Math.exp(-moreNanos / MEMORY_NANOS);
        bytes = bytes * kept + moreBytes;
        nanos = nanos * kept + moreNanos;
    }

    /** How long it is likely to take for so much; zero while too little is known. */
    synchronized Duration timeFor(long behind) {
        return nanos < KNOWN_FROM_NANOS || bytes <= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) (behind * nanos / bytes));
    }
}
