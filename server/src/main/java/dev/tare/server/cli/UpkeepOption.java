package dev.tare.server.cli;

import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.upkeep.UpkeepSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a server does for the safety of its data. */
final class UpkeepOption {
    private static final String OFF = "off";

    @Option(
            names = "--backup-every",
            paramLabel = "TIME",
            description =
                    "Time between two backups, such as 6h, or off (default: $TARE_BACKUP_EVERY,"
                            + " else 24h).")
    private @Nullable String backupEvery;

    @Option(
            names = "--backup-keep",
            paramLabel = "N",
            description =
                    "How many of those backups are kept (default: $TARE_BACKUP_KEEP, else 2).")
    private @Nullable String backupKeep;

    @Option(
            names = "--backup-dir",
            paramLabel = "DIR",
            description =
                    "Where they go; another disk is best (default: $TARE_BACKUP_DIR, else backups"
                            + " in the data folder).")
    private @Nullable String backupDir;

    @Option(
            names = "--journal-keep",
            paramLabel = "TIME",
            description =
                    "How long journal files that a backup covers are kept, such as 30d, or off: for"
                            + " ever (default: $TARE_JOURNAL_KEEP, else 7d).")
    private @Nullable String journalKeep;

    @Option(
            names = "--keep-rows",
            paramLabel = "TIME",
            description =
                    "How long single events are kept, 62d at least, such as 400d, or off: for ever"
                            + " (default: $TARE_KEEP_ROWS, else off). Whole months go; sums stay.")
    private @Nullable String keepRows;

    UpkeepSettings settings(HouseSettings house) {
        try {
            return new UpkeepSettings(
                    time(given(backupEvery, "TARE_BACKUP_EVERY", "24h")),
                    number(given(backupKeep, "TARE_BACKUP_KEEP", "2")),
                    folder(house, backupDir),
                    time(given(journalKeep, "TARE_JOURNAL_KEEP", "7d")),
                    time(given(keepRows, "TARE_KEEP_ROWS", OFF)));
        } catch (IllegalArgumentException outOfRange) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(outOfRange.getMessage()));
        }
    }

    /** The folder of backups for a verb that was given this one, if any. */
    static Path folder(HouseSettings house, @Nullable String named) {
        String folder = given(named, "TARE_BACKUP_DIR", house.backups().toString());
        return Path.of(folder).toAbsolutePath().normalize();
    }

    private static String given(@Nullable String option, String variable, String otherwise) {
        return option == null ? System.getenv().getOrDefault(variable, otherwise) : option;
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException(
                    "The number of backups kept can't be \"" + text + "\"; give 1 to 1000.");
        }
        return Integer.parseInt(text);
    }

    /** Such as {@code 90m}; {@code null} for {@code off}. */
    static @Nullable Duration time(String text) {
        if (text.equals(OFF)) {
            return null;
        }
        if (!text.matches("[0-9]{1,6}[mhd]")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time; give a number with m, h or d, such as 24h.");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
