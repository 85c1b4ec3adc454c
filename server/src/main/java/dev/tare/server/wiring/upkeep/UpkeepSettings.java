package dev.tare.server.wiring.upkeep;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a running server does for the safety of its data.
 *
 * @param backupEvery time between two backups, 10 minutes to 366 days, by default 24 hours; {@code
 *     null}: none are made
 * @param backupKeep how many of those backups are kept, 1 to 1000, by default 2
 * @param backups the folder they go to, by default {@code backups} in the data folder
 * @param journalKeep how long a full file of the journal is kept at least, 0 to 3660 days, by
 *     default 7 days; after that it is deleted once a backup covers it. {@code null}: for ever
 * @param keepRows how long rows of the log are kept at least, 62 to 36600 days; whole months (UTC)
 *     go, and their sums stay. {@code null}, the default: for ever
 */
public record UpkeepSettings(
        @Nullable Duration backupEvery,
        int backupKeep,
        Path backups,
        @Nullable Duration journalKeep,
        @Nullable Duration keepRows) {
    private static final Duration EVERY_MIN = Duration.ofMinutes(10);
    private static final Duration EVERY_MAX = Duration.ofDays(366);
    private static final Duration KEEP_MAX = Duration.ofDays(3660);

    /** Repeats are known by their rows for 32 days, and months are let go whole. */
    private static final Duration ROWS_MIN = Duration.ofDays(62);

    private static final Duration ROWS_MAX = Duration.ofDays(36_600);

    public UpkeepSettings {
        if (backupEvery != null
                && (backupEvery.compareTo(EVERY_MIN) < 0 || backupEvery.compareTo(EVERY_MAX) > 0)) {
            throw new IllegalArgumentException(
                    "The time between backups can't be "
                            + backupEvery
                            + "; give 10m to 366d, or off.");
        }
        if (backupKeep < 1 || backupKeep > 1_000) {
            throw new IllegalArgumentException(
                    "The number of backups kept can't be " + backupKeep + "; give 1 to 1000.");
        }
        if (journalKeep != null
                && (journalKeep.isNegative() || journalKeep.compareTo(KEEP_MAX) > 0)) {
            throw new IllegalArgumentException(
                    "The time the journal is kept can't be "
                            + journalKeep
                            + "; give 0d to 3660d, or off.");
        }
        if (keepRows != null
                && (keepRows.compareTo(ROWS_MIN) < 0 || keepRows.compareTo(ROWS_MAX) > 0)) {
            throw new IllegalArgumentException(
                    "The time rows are kept (--keep-rows) can't be "
                            + keepRows.toDays()
                            + "d; give 62d to 36600d, or off.");
        }
    }

    /** With rows that are kept for ever. */
    public UpkeepSettings(
            @Nullable Duration backupEvery,
            int backupKeep,
            Path backups,
            @Nullable Duration journalKeep) {
        this(backupEvery, backupKeep, backups, journalKeep, null);
    }
}
