package dev.tare.server.journal;

/**
 * How busy the journal is, for metrics.
 *
 * @param queuedRecords records that wait for their turn at the disk
 * @param queuedBytes bytes of those
 * @param syncs groups put on disk since the journal was opened
 * @param syncNanos what their fsyncs took in all
 * @param lastSyncNanos what the last one took; 0 before the first
 */
public record JournalLoad(
        long queuedRecords, long queuedBytes, long syncs, long syncNanos, long lastSyncNanos) {}
