package dev.tare.sdk;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells the log and the listener; neither can do the tracker any harm. One thread at a time. */
final class Reports {
    private static final Logger LOG = System.getLogger("dev.tare.sdk");
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final TrackerListener listener;
    private final Clock clock;
    private String lastCode = "";
    private Instant lastTold = Instant.MIN;
    private boolean away;

    Reports(TrackerListener listener, Clock clock) {
        this.listener = listener;
        this.clock = clock;
    }

    synchronized void tell(TrackerReport report) {
        try {
            log(report);
        } catch (Throwable broken) {
            // A log that fails has no other log to say so.
        }
        try {
            listener.report(report);
        } catch (Throwable broken) {
            try {
                LOG.log(Level.WARNING, "The tracker's listener failed", broken);
            } catch (Throwable alsoBroken) {
                // See above.
            }
        }
    }

    /** Something that keeps on: told at its beginning, when it changes, and now and then. */
    void trouble(String code, String message, @Nullable Throwable cause) {
        Instant now = clock.instant();
        boolean told =
                code.equals(lastCode) && Duration.between(lastTold, now).compareTo(AGAIN) < 0;
        if (!told || now.isBefore(lastTold)) {
            lastCode = code;
            lastTold = now;
            tell(new TrackerReport.Trouble(code, message, cause));
        }
    }

    /** A request failed. */
    void away(Answer.Later answer) {
        away = true;
        trouble(answer.code(), answer.message(), answer.cause());
    }

    /** A request went well. */
    void arrived() {
        if (away) {
            away = false;
            lastCode = "";
            tell(new TrackerReport.Recovered());
        }
    }

    private static void log(TrackerReport report) {
        if (report instanceof TrackerReport.Rejected rejected) {
            LOG.log(
                    Level.WARNING,
                    "Tare refused an event: {0}: {1}",
                    rejected.code(),
                    rejected.message());
        } else if (report instanceof TrackerReport.Dropped dropped) {
            LOG.log(
                    Level.WARNING,
                    "{0} usage events were dropped, {1} in all",
                    dropped.count(),
                    dropped.total());
        } else if (report instanceof TrackerReport.Trouble trouble) {
            LOG.log(Level.WARNING, "Tare tracker: " + trouble.code() + ": " + trouble.message());
        } else {
            LOG.log(Level.INFO, "Tare takes usage events again");
        }
    }
}
