package dev.tare.server.duckdb;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Objects;

/** The tables' version in a file: makes them in a new file, refuses a file it doesn't know. */
final class Schema {
    /** The version this program writes. */
    static final int VERSION = 4;

    private static final String COLUMN =
            "SELECT COUNT(*) FROM duckdb_columns() WHERE table_name = 'usage_quarantine'"
                    + " AND column_name = 'entry' AND database_name = current_database()";

    /** What a file says of itself. */
    record Stamp(int version, ZoneId workspaceZone) {}

    private Schema() {}

    /** Makes the tables where they are missing; returns what the file said of itself before. */
    static Stamp prepare(Connection connection, ZoneId workspaceZone) throws SQLException {
        if (isStamped(connection)) {
            Stamp stamp = read(connection);
            complete(connection, stamp);
            return stamp;
        }
        if (Sql.count(connection, "SELECT COUNT(*) FROM duckdb_tables() WHERE NOT internal") > 0) {
            throw refused("holds tables of something else; give Tare a file of its own");
        }
        Sql.execute(connection, "BEGIN TRANSACTION");
        create(connection, workspaceZone);
        Sql.execute(connection, "COMMIT");
        return new Stamp(VERSION, workspaceZone);
    }

    /** Makes every table and the stamp in the connection's current database. */
    static void create(Connection connection, ZoneId workspaceZone) throws SQLException {
        Sql.execute(connection, tables());
        Sql.execute(connection, text("quarantine-1.sql"));
        Sql.execute(
                connection,
                "CREATE TABLE tare_schema"
                        + " (version INTEGER NOT NULL, workspace_zone VARCHAR NOT NULL)");
        stamp(connection, workspaceZone);
    }

    /** Adds what files made earlier lack. */
    private static void complete(Connection connection, Stamp stamp) throws SQLException {
        if (Sql.count(connection, COLUMN) == 0) {
            Sql.execute(connection, text("quarantine-1-columns.sql"));
        }
        Sql.execute(connection, text("quarantine-1.sql"));
        if (stamp.version() < VERSION) {
            Sql.execute(connection, "BEGIN TRANSACTION");
            Sql.execute(connection, tables());
            stamp(connection, stamp.workspaceZone());
            Sql.execute(connection, "COMMIT");
        }
    }

    static void stamp(Connection connection, ZoneId workspaceZone) throws SQLException {
        Sql.execute(connection, "DELETE FROM tare_schema");
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO tare_schema VALUES (?, ?)")) {
            Sql.bind(statement, VERSION, workspaceZone.getId());
            statement.execute();
        }
    }

    /** What the file says of itself; refuses one of another version. */
    static Stamp read(Connection connection) throws SQLException {
        if (!isStamped(connection)) {
            throw refused("is no ledger of Tare");
        }
        String version = Sql.value(connection, "SELECT version FROM tare_schema");
        String zone = Sql.value(connection, "SELECT workspace_zone FROM tare_schema");
        if (version == null || zone == null) {
            throw refused("doesn't tell its version: its table tare_schema is empty");
        }
        Stamp stamp = new Stamp(Integer.parseInt(version), ZoneId.of(zone));
        if (stamp.version() > VERSION) {
            throw refused(
                    "has version "
                            + stamp.version()
                            + ", and this program knows versions to "
                            + VERSION
                            + " only: open it with the program that wrote it");
        }
        return stamp;
    }

    private static boolean isStamped(Connection connection) throws SQLException {
        return Sql.count(
                        connection,
                        "SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = 'tare_schema'")
                > 0;
    }

    private static StoreUnavailable refused(String why) {
        return Failures.unavailable("The file " + why + ".");
    }

    /** The statements that make the tables beside the quarantine's; each may be run again. */
    static String tables() {
        return text("schema-1.sql")
                + text("adjustments-2.sql")
                + text("retention-2.sql")
                + text("prices-3.sql")
                + text("periods-4.sql");
    }

    private static String text(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name, unreadable);
        }
    }
}
