package dev.tare.sdk;

/**
 * Is told what became of events that didn't arrive, and of trouble. Called by the tracker's own
 * thread only, one report at a time; while it works nothing is sent. What it throws is logged and
 * forgotten.
 */
@FunctionalInterface
public interface TrackerListener {
    void report(TrackerReport report);
}
