package dev.tare.server.postgres;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The ledger's tables in a database: makes them where they are missing, all of them or none, and
 * touches nothing that is somebody else's.
 */
final class Schema {
    private static final long SERVER_MIN = 140_000;

    /** This month's and the next one's, so that none has to be made while it is needed. */
    private static final String MONTHS_AHEAD =
            "SELECT tare_add_month(CAST(DATE_TRUNC('month', NOW() AT TIME ZONE 'UTC')"
                    + " + n * INTERVAL '1 month' AS DATE)) FROM GENERATE_SERIES(0, 1) n";

    /** Two who start at once make them one after the other. */
    private static final String ALONE = "SELECT pg_advisory_xact_lock(7373001)";

    private static final String ADD_LEDGER =
            "INSERT INTO tare_ledger VALUES (TRUE, gen_random_uuid(), ?, ?, 0,"
                    + " gen_random_uuid())";

    /** A ledger made by an earlier program has all that this one needs now. */
    private static final String MOVE_ON =
            "UPDATE tare_ledger SET version = "
                    + Scripts.VERSION
                    + " WHERE version < "
                    + Scripts.VERSION;

    private Schema() {}

    /**
     * Makes the tables, and sums the daily ones up anew for another zone; within a transaction.
     * Returns the ledger's own id.
     *
     * @throws StoreUnavailable where the database isn't fit, or a name is taken
     */
    static UUID prepare(Connection connection, String schema, ZoneId zone, DaysCut told)
            throws SQLException {
        List<Survey.Found> found = look(connection, schema);
        refuseForeign(found, schema);
        return prepare(connection, schema, found, zone, told);
    }

    /** Looks at what is there, with nobody else making tables until the transaction's end. */
    static List<Survey.Found> look(Connection connection, String schema) throws SQLException {
        Sql.execute(connection, ALONE);
        refuseUnfit(connection);
        if (Sql.value(connection, "SELECT to_regnamespace(" + quoted(schema) + ")") == null) {
            Sql.execute(connection, "CREATE SCHEMA " + Names.quoted(schema));
        }
        return Survey.of(connection);
    }

    /** The same, where that was found, and nothing in it is foreign or lost. */
    static UUID prepare(
            Connection connection,
            String schema,
            List<Survey.Found> found,
            ZoneId zone,
            DaysCut told)
            throws SQLException {
        if (found.stream().anyMatch(Survey.Found::isToBeMade)) {
            make(connection, schema, found, zone);
        }
        long version = Sql.count(connection, "SELECT version FROM tare_ledger FOR UPDATE");
        if (version != Scripts.VERSION) {
            throw refused(
                    "The database's ledger has version "
                            + version
                            + ", and this program knows version "
                            + Scripts.VERSION
                            + " only: open it with the program that wrote it.");
        }
        String known = Sql.value(connection, "SELECT workspace_zone FROM tare_ledger");
        if (known != null && !zone.getId().equals(known)) {
            new ZoneChange(connection, zone, told).from(known);
        }
        Sql.execute(connection, MONTHS_AHEAD);
        return UUID.fromString(
                Objects.requireNonNull(
                        Sql.value(connection, "SELECT CAST(ledger AS TEXT) FROM tare_ledger")));
    }

    private static String quoted(String name) {
        return Sql.text(Names.quoted(name));
    }

    private static void refuseForeign(List<Survey.Found> found, String schema) {
        String refusal = refusal(found, schema);
        if (!refusal.isEmpty()) {
            throw refused(refusal);
        }
    }

    /**
     * Why nothing may be made there, else empty. Nobody's table is altered, and none that bears
     * data is made anew as if nothing were lost.
     */
    static String refusal(List<Survey.Found> found, String schema) {
        String foreign =
                found.stream()
                        .filter(one -> one.state() == Survey.State.FOREIGN)
                        .map(one -> one.relation().name() + " (" + one.why() + ")")
                        .collect(Collectors.joining(", "));
        if (!foreign.isEmpty()) {
            return "In the schema "
                    + schema
                    + " some names that Tare needs are taken: "
                    + foreign
                    + ". Nothing was changed. Give Tare a schema of its own: put ?schema=tare"
                    + " behind the database's address.";
        }
        String lost =
                found.stream()
                        .filter(one -> one.state() == Survey.State.MISSING)
                        .filter(one -> !Survey.isNew(found) && one.relation().bearsData())
                        .map(one -> one.relation().name())
                        .collect(Collectors.joining(", "));
        return lost.isEmpty()
                ? ""
                : "The ledger in the schema "
                        + schema
                        + " has lost "
                        + lost
                        + ": somebody dropped it. Restore the database from a backup; Tare then"
                        + " goes on from where it stands.";
    }

    private static void make(
            Connection connection, String schema, List<Survey.Found> found, ZoneId zone)
            throws SQLException {
        for (String script : Scripts.all(schema)) {
            Sql.execute(connection, script);
        }
        if (Survey.isNew(found)) {
            try (PreparedStatement statement = connection.prepareStatement(ADD_LEDGER)) {
                Sql.bind(statement, Scripts.VERSION, zone.getId());
                statement.execute();
            }
        }
        Sql.execute(connection, MOVE_ON);
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

    static StoreUnavailable refused(String why) {
        return new StoreUnavailable(why, new IllegalStateException(why));
    }
}
