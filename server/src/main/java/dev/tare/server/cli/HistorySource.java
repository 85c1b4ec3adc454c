package dev.tare.server.cli;

import dev.tare.server.duckdb.CsvFolder;
import dev.tare.server.history.HistoryDatabase;
import dev.tare.server.history.HistoryMapping;
import dev.tare.server.postgres.ForeignTables;
import dev.tare.server.postgres.PostgresAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where past usage lies: a PostgreSQL, or CSV files of its tables. */
final class HistorySource implements AutoCloseable {
    private final HistoryDatabase database;
    private final @Nullable CsvFolder files;

    private HistorySource(HistoryDatabase database, @Nullable CsvFolder files) {
        this.database = database;
        this.files = files;
    }

    /**
     * Opens it.
     *
     * @param from the database's address
     * @param ledger where the ledger lies; its database is read where no other is named
     * @param csv the folder of files; only one of both is given
     * @param mapping says what the text of counts; {@code null} where none is known yet
     */
    static HistorySource open(
            @Nullable String from,
            @Nullable PostgresAddress ledger,
            @Nullable Path csv,
            @Nullable HistoryMapping mapping)
            throws IOException {
        if (csv != null) {
            if (!Files.isDirectory(csv)) {
                throw new CommandFailed(ExitCode.USAGE, "There is no folder " + csv + ".");
            }
            CsvFolder files =
                    CsvFolder.load(csv, mapping == null ? List.of() : mapping.identities());
            if (files.tables().isEmpty()) {
                files.close();
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "The folder "
                                + csv
                                + " has no .csv or .csv.gz file; export the tables there, each"
                                + " under its own name, such as processed_images.csv.");
            }
            return new HistorySource(
                    new HistoryDatabase(files.name(), files::open, files::begin), files);
        }
        try {
            ForeignTables tables = new ForeignTables(address(from, ledger));
            return new HistorySource(
                    new HistoryDatabase(tables.name(), tables::open, tables::begin), null);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private static PostgresAddress address(
            @Nullable String from, @Nullable PostgresAddress ledger) {
        if (from != null && !from.isBlank()) {
            return PostgresAddress.of(from);
        }
        if (ledger == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Where are the tables? Give --from postgres://user:password@host:5432/database"
                            + " (or set TARE_HISTORY_FROM or TARE_DB_URL), or --csv with a folder"
                            + " of CSV files.");
        }
        return ledger.inPublic();
    }

    HistoryDatabase database() {
        return database;
    }

    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }
}
