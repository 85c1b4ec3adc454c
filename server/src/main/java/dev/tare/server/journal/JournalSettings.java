package dev.tare.server.journal;

/**
 * How the file journal keeps its records.
 *
 * @param segmentBytes size at which a new file is begun; 4 KiB to 1 GiB, by default 64 MiB. Fewer
 *     bytes free the disk sooner when old segments are removed
 * @param recordBytesMax the largest record taken; 1 KiB to 256 MiB, by default 64 MiB
 * @param queueBytesMax what may wait for the disk in memory; 1 KiB to 4 GiB, by default 64 MiB.
 *     Beyond it a record is refused at once as busy, so that a slow disk fills no memory
 */
public record JournalSettings(long segmentBytes, int recordBytesMax, long queueBytesMax) {
    private static final long QUEUE_BYTES_DEFAULT = 64 << 20;

    /** Fit for every size of installation. */
    public static final JournalSettings DEFAULT = new JournalSettings(64 << 20, 64 << 20);

    public JournalSettings {
        if (segmentBytes < 4 << 10 || segmentBytes > 1 << 30) {
            throw new IllegalArgumentException(
                    "segmentBytes can't be " + segmentBytes + "; set 4096 to 1073741824.");
        }
        if (recordBytesMax < 1 << 10 || recordBytesMax > 256 << 20) {
            throw new IllegalArgumentException(
                    "recordBytesMax can't be " + recordBytesMax + "; set 1024 to 268435456.");
        }
        if (queueBytesMax < 1 << 10 || queueBytesMax > 4L << 30) {
            throw new IllegalArgumentException(
                    "queueBytesMax can't be " + queueBytesMax + "; set 1024 to 4294967296.");
        }
    }

    /** With the usual queue. */
    public JournalSettings(long segmentBytes, int recordBytesMax) {
        this(segmentBytes, recordBytesMax, QUEUE_BYTES_DEFAULT);
    }
}
