package dev.tare.server.duckdb;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Opens the file with every door to the outside shut: no other files, no network, no extensions,
 * and no way to open them again.
 */
final class DuckDbFile {
    /**
     * The log the engine writes ahead may grow to this before a commit has to wait for it to be
     * worked in; {@link DuckDbLedger#checkpoint} does so earlier, when there is time.
     */
    private static final String CHECKPOINT_THRESHOLD = "512MB";

    private static final String SPILL_MAX = "16GB";

    private DuckDbFile() {}

    /** The folder beside a ledger in which copies are made: the only place open to the engine. */
    static Path copies(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ".copies");
    }

    static DuckDBConnection open(DuckDbSettings settings, boolean readOnly) {
        Path file = settings.file().toAbsolutePath().normalize();
        if (readOnly && !Files.exists(file)) {
            throw Failures.unavailable(
                    "There is no ledger at " + file + "; start the server once to make one.");
        }
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException failure) {
            throw new StoreUnavailable(
                    "The folder " + file.getParent() + " can't be made: " + failure.getMessage(),
                    failure);
        }
        DuckDBConnection connection = null;
        try {
            connection =
                    DriverManager.getConnection("jdbc:duckdb:" + file, options(settings, readOnly))
                            .unwrap(DuckDBConnection.class);
            shutDoors(connection, copies(file));
            return connection;
        } catch (SQLException failure) {
            throw refused(file, connection, failure);
        }
    }

    private static Properties options(DuckDbSettings settings, boolean readOnly) {
        Properties options = new Properties();
        options.setProperty("duckdb.read_only", String.valueOf(readOnly));
        options.setProperty("jdbc_stream_results", "true");
        options.setProperty("checkpoint_threshold", CHECKPOINT_THRESHOLD);
        options.setProperty("memory_limit", settings.memoryMegabytes() + "MB");
        options.setProperty("max_temp_directory_size", SPILL_MAX);
        options.setProperty("autoinstall_known_extensions", "false");
        options.setProperty("autoload_known_extensions", "false");
        options.setProperty("allow_community_extensions", "false");
        options.setProperty("allow_unsigned_extensions", "false");
        return options;
    }

    private static void shutDoors(DuckDBConnection connection, Path copies) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL TimeZone = 'UTC'");
            statement.execute("SET allowed_directories = [" + Sql.text(copies.toString()) + "]");
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        }
    }

    private static StoreUnavailable refused(
            Path file, @Nullable DuckDBConnection connection, SQLException failure) {
        Sql.close(connection, failure);
        String text = String.valueOf(failure.getMessage());
        if (text.contains("Conflicting lock") || text.contains("different configuration")) {
            return new StoreUnavailable(
                    "The ledger "
                            + file
                            + " is open in another process"
                            + processIn(text)
                            + ", and only one may open it: stop that one, or ask it at its"
                            + " address.",
                    failure);
        }
        return Failures.unavailable("The ledger " + file + " can't be opened", failure);
    }

    /** The engine names the holder as {@code (PID 4711)}. */
    private static String processIn(String text) {
        int begin = text.indexOf("(PID ");
        int end = text.indexOf(')', Math.max(begin, 0));
        return begin < 0 || end < 0 ? "" : " " + text.substring(begin, end + 1);
    }
}
