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
 */
public record UpkeepSettings(
        @Nullable Duration backupEvery,
        int backupKeep,
        Path backups,
        @Nullable Duration journalKeep) {
    private static final Duration EVERY_MIN = Duration.ofMinutes(10);
    private static final Duration EVERY_MAX = Duration.ofDays(366);
    private static final Duration KEEP_MAX = Duration.ofDays(3660);

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
    }
}
