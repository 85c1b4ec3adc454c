package dev.tare.sdk;

/**
 * Where the events are. Of one moment while nobody tracks: {@code found + produced = acknowledged +
 * rejected + spooled + dropped}, always.
 *
 * @param found events that earlier processes had left in the spools this tracker opened
 * @param produced events handed to this tracker since it was opened
 * @param acknowledged events that the server said it has on disk
 * @param rejected events refused for good, in the dead letters
 * @param spooled events that wait
 * @param dropped events lost because the spool was full, the tracker closed, or an event too large
 *     or unreadable
 * @param droppedOverRestarts of the tracker's own spool, since it was made; this is what the server
 *     is told
 * @param inMemory whether the spool is memory only, because no file could be had
 */
public record TrackerCounts(
        long found,
        long produced,
        long acknowledged,
        long rejected,
        long spooled,
        long dropped,
        long droppedOverRestarts,
        boolean inMemory) {}
