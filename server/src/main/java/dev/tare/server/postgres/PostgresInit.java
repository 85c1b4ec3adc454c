package dev.tare.server.postgres;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/** Makes a database ready to hold a ledger, and says of each table what became of it. */
public final class PostgresInit {
    /** What became of a table, view or index. */
    public enum State {
        CREATED,
        EXISTS,
        /** Somebody else's: nothing was changed, here or elsewhere. */
        FOREIGN,
        /** Not made, since others are foreign or lost. */
        MISSING
    }

    /**
     * One of the ledger's names.
     *
     * @param kind table, partition, view or index
     * @param why it is said to be foreign; else empty
     */
    public record Line(String name, String kind, State state, String why) {}

    /**
     * How it went.
     *
     * @param database where it is, without user and password
     * @param server the server's version, such as {@code 15.8}
     * @param schema that holds the tables
     * @param refused why nothing was done; empty where all is there now
     */
    public record Outcome(
            String database, String server, String schema, List<Line> lines, String refused) {}

    private PostgresInit() {}

    /** The same, with nobody told. */
    public static Outcome run(PostgresAddress address, ZoneId zone) {
        return run(address, zone, DaysCut.UNTOLD);
    }

    /**
     * Makes what is missing, all of it or nothing. Nothing that is somebody else's is altered.
     *
     * @param zone the workspace's; a ledger that has days of another one gets new ones
     * @param cut told how far those are
     * @throws StoreUnavailable where the database can't be reached, or isn't fit
     */
    public static Outcome run(PostgresAddress address, ZoneId zone, DaysCut cut) {
        String doing = "The database " + address.place() + " can't be made ready";
        try (Sessions sessions = new Sessions(address, connection -> {});
                Connection connection = sessions.open()) {
            sessions.begin(connection);
            List<Survey.Found> found = Schema.look(connection, address.schema());
            String server = Objects.requireNonNull(Sql.value(connection, "SHOW server_version"));
            String refused = Schema.refusal(found, address.schema());
            if (refused.isEmpty()) {
                Schema.prepare(connection, address.schema(), found, zone, cut);
                connection.commit();
            } else {
                connection.rollback();
            }
            return new Outcome(
                    address.place(),
                    server,
                    address.schema(),
                    found.stream().map(one -> line(one, refused.isEmpty())).toList(),
                    refused);
        } catch (SQLException failure) {
            throw Failures.unavailable(doing, failure);
        }
    }

    private static Line line(Survey.Found found, boolean done) {
        State state =
                switch (found.state()) {
                    case MISSING, NEWER -> done ? State.CREATED : State.MISSING;
                    case OURS -> State.EXISTS;
                    case FOREIGN -> State.FOREIGN;
                };
        return new Line(found.relation().name(), found.relation().kind(), state, found.why());
    }
}
