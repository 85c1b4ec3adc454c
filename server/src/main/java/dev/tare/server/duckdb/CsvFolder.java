package dev.tare.server.duckdb;

import dev.tare.server.tables.Sql;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;

/**
 * CSV files of a folder as tables in memory, each under its file's name: what a table editor
 * exports is asked in SQL as the database itself would be. Once they are loaded, the engine has no
 * way to files any more.
 *
 * <p>A file has no types, so each column gets the narrowest one that holds all its values exactly.
 * None is ever a binary fraction.
 */
public final class CsvFolder implements AutoCloseable {
    private static final Pattern NAME =
            Pattern.compile("(.+)\\.csv(?:\\.gz)?", Pattern.CASE_INSENSITIVE);

    private static final String DECIMAL = "DECIMAL";

    /** Types by what their values look like, tried in this order; what fits none stays text. */
    private static final List<String[]> TYPES =
            List.of(
                    new String[] {"BIGINT", "-?(0|[1-9][0-9]{0,17})"},
                    new String[] {DECIMAL, "-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?"},
                    new String[] {"BOOLEAN", "t|f|true|false"},
                    new String[] {
                        "UUID", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
                    },
                    new String[] {
                        "TIMESTAMPTZ",
                        "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?"
                                + "(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
                    },
                    new String[] {
                        "TIMESTAMP",
                        "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?"
                    },
                    new String[] {"DATE", "[0-9]{4}-[0-9]{2}-[0-9]{2}"});

    private final Path folder;
    private final DuckDBConnection connection;
    private final List<String> tables;

    private CsvFolder(Path folder, DuckDBConnection connection, List<String> tables) {
        this.folder = folder;
        this.connection = connection;
        this.tables = List.copyOf(tables);
    }

    /**
     * Loads every CSV file of a folder.
     *
     * @throws dev.tare.core.ledger.StoreUnavailable where one can't be read; the message names it
     */
    public static CsvFolder load(Path folder) throws IOException {
        Properties options = new Properties();
        options.setProperty("memory_limit", DuckDbSettings.MEMORY_MEGABYTES_DEFAULT + "MB");
        options.setProperty("autoinstall_known_extensions", "false");
        options.setProperty("autoload_known_extensions", "false");
        DuckDBConnection connection = null;
        try {
            connection =
                    DriverManager.getConnection("jdbc:duckdb:", options)
                            .unwrap(DuckDBConnection.class);
            Sql.execute(connection, "SET GLOBAL TimeZone = 'UTC'");
            List<String> tables = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                    if (name.matches() && Files.isRegularFile(file)) {
                        String table = name.group(1).toLowerCase(Locale.ROOT);
                        loadFile(connection, file, table);
                        tables.add(table);
                    }
                }
            }
            Sql.execute(connection, "SET enable_external_access = false");
            Sql.execute(connection, "SET lock_configuration = true");
            return new CsvFolder(folder, connection, tables);
        } catch (SQLException failure) {
            Sql.close(connection, failure);
            throw Failures.unavailable("The files in " + folder + " can't be loaded", failure);
        } catch (IOException | RuntimeException failure) {
            Sql.close(connection, failure);
            throw failure;
        }
    }

    private static void loadFile(DuckDBConnection connection, Path file, String table)
            throws SQLException {
        String loaded = "\"" + table.replace("\"", "\"\"") + "\"";
        try {
            Sql.execute(
                    connection,
                    "CREATE TABLE "
                            + loaded
                            + " AS SELECT * FROM read_csv("
                            + Sql.text(file.toString())
                            + ", header = true, all_varchar = true, delim = ',', quote = '\"',"
                            + " escape = '\"', max_line_size = 20000000)");
        } catch (SQLException unreadable) {
            throw Failures.unavailable("The file " + file + " can't be read as CSV", unreadable);
        }
        for (String column : columns(connection, loaded)) {
            for (String[] type : TYPES) {
                if (fits(connection, loaded, column, type[1])) {
                    Sql.execute(
                            connection,
                            "ALTER TABLE "
                                    + loaded
                                    + " ALTER "
                                    + column
                                    + " TYPE "
                                    + type[0]
                                    + (type[0].equals(DECIMAL)
                                            ? scale(connection, loaded, column)
                                            : ""));
                    break;
                }
            }
        }
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(
                        "\"" + rows.getMetaData().getColumnName(i).replace("\"", "\"\"") + "\"");
            }
        }
        return columns;
    }

    /** Whether there are values, and each of them is such a one. */
    private static boolean fits(Connection connection, String table, String column, String form)
            throws SQLException {
        return "true"
                .equals(
                        Sql.value(
                                connection,
                                "SELECT bool_and(regexp_full_match("
                                        + column
                                        + ", "
                                        + Sql.text(form)
                                        + ")) FROM "
                                        + table));
    }

    /** As many decimals as the values have: they print as the database printed them. */
    private static String scale(Connection connection, String table, String column)
            throws SQLException {
        return "(38, "
                + Sql.value(
                        connection,
                        "SELECT MAX(length(regexp_extract("
                                + column
                                + ", '[.](.*)', 1))) FROM "
                                + table)
                + ")";
    }

    /** For messages. */
    public String name() {
        return folder.toString();
    }

    /** The tables there are, by name. */
    public List<String> tables() {
        return tables;
    }

    /** A connection to the tables, whose transactions are begun by {@link #begin}. */
    public Connection open() throws SQLException {
        return connection.duplicate();
    }

    /** Begins a transaction in which nothing can be written. */
    public void begin(Connection reading) throws SQLException {
        Sql.execute(reading, "BEGIN TRANSACTION READ ONLY");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // It was in memory only.
        }
    }
}
