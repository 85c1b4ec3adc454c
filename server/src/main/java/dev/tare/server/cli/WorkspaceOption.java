package dev.tare.server.cli;

import dev.tare.server.postgres.PostgresAddress;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which zone days are cut, and in which database the ledger lies, if in one. */
final class WorkspaceOption {
    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "Workspace time zone, an IANA name: days of the summaries are cut in it"
                            + " (default: $TARE_ZONE, else UTC).")
    private @Nullable String zone;

    @Option(
            names = "--db",
            paramLabel = "URL",
            description =
                    "PostgreSQL database that holds the ledger, such as"
                            + " postgres://user:password@host:5432/database (default:"
                            + " $TARE_DB_URL, else the ledger is a file in the data folder).")
    private @Nullable String database;

    ZoneId zone() {
        String name = zone == null ? System.getenv().getOrDefault("TARE_ZONE", "UTC") : zone;
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Time zone \""
                            + name
                            + "\" is unknown; give an IANA name such as"
                            + " Europe/Berlin.");
        }
    }

    /** Whether the command line names a database. */
    boolean namesDatabase() {
        return database != null;
    }

    /** The database; {@code null}: the ledger is a file. */
    @Nullable PostgresAddress database() {
        String text = database == null ? System.getenv("TARE_DB_URL") : database;
        try {
            return text == null || text.isBlank() ? null : PostgresAddress.of(text);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }
}
