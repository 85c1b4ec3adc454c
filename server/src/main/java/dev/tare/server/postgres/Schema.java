package dev.tare.server.postgres;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.profit.UsageSums;
import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.TableSums;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/** The ledger's tables in a database: makes them where they are missing, all of them or none. */
final class Schema {
    /** The version this program writes. */
    static final int VERSION = 1;

    private static final long SERVER_MIN = 140_000;

    /** Two who start at once make them one after the other. */
    private static final String ALONE = "SELECT pg_advisory_xact_lock(7373001)";

    private static final String ADD_STAMP =
            "INSERT INTO tare_ledger VALUES (TRUE, ?, ?, 0, gen_random_uuid())"
                    + " ON CONFLICT DO NOTHING";

    private Schema() {}

    /** Makes the tables, and sums the daily ones up anew for another zone; within a transaction. */
    static void prepare(Connection connection, ZoneId zone) throws SQLException {
        Sql.execute(connection, ALONE);
        refuseUnfit(connection);
        if (Sql.value(connection, "SELECT to_regclass('tare_ledger')") == null) {
            for (String part : List.of("log", "sums", "books", "quarantine")) {
                Sql.execute(connection, text(part + "-1.sql"));
            }
            try (PreparedStatement statement = connection.prepareStatement(ADD_STAMP)) {
                Sql.bind(statement, VERSION, zone.getId());
                statement.execute();
            }
        }
        long version = Sql.count(connection, "SELECT version FROM tare_ledger FOR UPDATE");
        if (version != VERSION) {
            throw refused(
                    "The database's ledger has version "
                            + version
                            + ", and this program knows version "
                            + VERSION
                            + " only: open it with the program that wrote it.");
        }
        if (!zone.getId().equals(Sql.value(connection, "SELECT workspace_zone FROM tare_ledger"))) {
            cutDaysAnew(connection, zone);
        }
    }

    private static void refuseUnfit(Connection connection) throws SQLException {
        long server = Sql.count(connection, "SHOW server_version_num");
        String encoding = Sql.value(connection, "SHOW server_encoding");
        if (server < SERVER_MIN) {
            throw refused(
                    "The database is PostgreSQL " + server / 10_000 + "; Tare needs 14 or newer.");
        }
        if (!"UTF8".equals(encoding)) {
            throw refused(
                    "The database's encoding is "
                            + encoding
                            + "; Tare needs one made with UTF8, which keeps every text.");
        }
    }

    private static StoreUnavailable refused(String why) {
        return new StoreUnavailable(why, new IllegalStateException(why));
    }

    private static void cutDaysAnew(Connection connection, ZoneId zone) throws SQLException {
        UsageSums.Span span = TableSums.span(connection);
        for (RollupTable table : RollupTable.values()) {
            if (table.isDaily() && span != null) {
                String day =
                        PostgresEngine.READING.day("created_at", zone, span.first(), span.last());
                Sql.execute(connection, "DELETE FROM " + table.table());
                Sql.execute(
                        connection,
                        "INSERT INTO "
                                + table.table()
                                + " "
                                + table.overRows(PostgresEngine.READING, day));
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE tare_ledger SET workspace_zone = ?,"
                                + " stamp = gen_random_uuid()")) {
            Sql.bind(statement, zone.getId());
            statement.execute();
        }
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
