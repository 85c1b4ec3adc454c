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
import java.util.Collection;
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
 * None is ever a binary fraction. Where the text itself counts, as in a key, a column gets no type
 * that would print a value otherwise than it stands in the file: {@code 1.5} beside {@code 2.25}
 * would become {@code 1.50}.
 */
public final class CsvFolder implements AutoCloseable {
    private static final Pattern NAME =
            Pattern.compile("(.+)\\.csv(?:\\.gz)?", Pattern.CASE_INSENSITIVE);

    private static final String DECIMAL = "DECIMAL";
    private static final String MOMENT =
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?";
    private static final String PRINTED_MOMENT =
            "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,5}[1-9])?";

    /**
     * A type.
     *
     * @param form what its values look like
     * @param printed what they look like where a database printed them: the engine prints these so
     *     again; empty = it doesn't
     */
    private record Type(String name, String form, String printed) {
        Type(String name, String form) {
            this(name, form, form);
        }
    }

    /** Tried in this order; what fits none stays text. */
    private static final List<Type> TYPES =
            List.of(
                    new Type("BIGINT", "-?(0|[1-9][0-9]{0,17})", "0|-?[1-9][0-9]{0,17}"),
                    new Type(
                            DECIMAL,
                            "-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?",
                            "(0|-?[1-9][0-9]{0,17})(\\.[0-9]{1,18})?"),
                    new Type("BOOLEAN", "t|f|true|false", ""),
                    new Type(
                            "UUID", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
                    new Type(
                            "TIMESTAMPTZ",
                            MOMENT + "(Z|[+-][0-9]{2}(:?[0-9]{2})?)",
                            PRINTED_MOMENT + "[+-][0-9]{2}(:?[0-9]{2})?"),
                    new Type("TIMESTAMP", MOMENT, PRINTED_MOMENT),
                    new Type("DATE", "[0-9]{4}-[0-9]{2}-[0-9]{2}"));

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
     * @param texts SQL in which a column's text counts: its columns are found by their names
     * @throws dev.tare.core.ledger.StoreUnavailable where one can't be read; the message names it
     */
    public static CsvFolder load(Path folder, Collection<String> texts) throws IOException {
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
                        loadFile(connection, file, table, String.join("\n", texts));
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

    private static void loadFile(DuckDBConnection connection, Path file, String table, String texts)
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
            boolean asText = isNamed(column, texts);
            for (Type type : TYPES) {
                if (fits(connection, loaded, column, asText ? type.printed() : type.form())) {
                    retype(connection, loaded, column, type.name(), asText);
                    break;
                }
            }
        }
    }

    private static boolean isNamed(String column, String texts) {
        String name = column.substring(1, column.length() - 1).replace("\"\"", "\"");
        return Pattern.compile(
                        "(?<!\\w)" + Pattern.quote(name) + "(?!\\w)",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(texts)
                .find();
    }

    private static void retype(
            Connection connection, String table, String column, String type, boolean asText)
            throws SQLException {
        String scale = "";
        if (type.equals(DECIMAL)) {
            String most = decimals(connection, table, column, "MAX");
            if (asText && !decimals(connection, table, column, "MIN").equals(most)) {
                return; // It would print some of them with zeros that they don't have.
            }
            scale = "(38, " + most + ")";
        }
        Sql.execute(
                connection, "ALTER TABLE " + table + " ALTER " + column + " TYPE " + type + scale);
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

    /** How many decimals values have. */
    private static String decimals(
            Connection connection, String table, String column, String leastOrMost)
            throws SQLException {
        return String.valueOf(
                Sql.value(
                        connection,
                        "SELECT "
                                + leastOrMost
                                + "(length(regexp_extract("
                                + column
                                + ", '[.](.*)', 1))) FROM "
                                + table));
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
