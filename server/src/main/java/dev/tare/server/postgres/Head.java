package dev.tare.server.postgres;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.UUID;

/**
 * The ledger's one row, locked until the end of the transaction: nobody else records meanwhile, and
 * whoever did before has either committed or is gone.
 *
 * @param rows of the log
 * @param zone in which days are cut, an IANA name
 * @param stamp another after each transaction
 * @param watched whether policies watch over what the connection's role writes into the log
 * @param month it is now (UTC), by the database's clock
 */
record Head(long rows, String zone, UUID stamp, boolean watched, YearMonth month) {
    private static final String LOCKED =
            """
            SELECT log_rows, workspace_zone, stamp,
                row_security_active('api_usage_logs') AS watched,
                TO_CHAR(NOW() AT TIME ZONE 'UTC', 'YYYY-MM') AS month
            FROM tare_ledger FOR UPDATE
            """;
    private static final String MOVE_ON =
            "UPDATE tare_ledger SET log_rows = ?, stamp = gen_random_uuid()"
                    + " RETURNING stamp, CAST(CAST(pg_current_xact_id() AS xid) AS TEXT)";

    /**
     * Where a transaction leaves the ledger.
     *
     * @param transaction its number, as rows that it wrote bear it
     */
    record Moved(UUID stamp, String transaction) {}

    /** Waits for its turn. */
    static Head lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCKED);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw unavailable(
                        "The table tare_ledger is empty: the ledger was emptied by hand. Restore"
                                + " the database from a backup.");
            }
            return new Head(
                    row.getLong("log_rows"),
                    Sql.required(row, "workspace_zone"),
                    row.getObject("stamp", UUID.class),
                    row.getBoolean("watched"),
                    YearMonth.parse(Sql.required(row, "month")));
        }
    }

    /**
     * Writes how many rows there are now. The driver lets a commit pass without a word where the
     * transaction had failed; this statement doesn't.
     */
    static Moved moveOn(Connection connection, long rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE_ON)) {
            statement.setLong(1, rows);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the table tare_ledger is empty");
                }
                return new Moved(row.getObject(1, UUID.class), row.getString(2));
            }
        }
    }

    static StoreUnavailable otherZone(String held) {
        return unavailable(
                "Another server has changed the workspace's zone to "
                        + held
                        + "; start all of them with the same --zone.");
    }

    static StoreUnavailable unavailable(String why) {
        return new StoreUnavailable(why, new IllegalStateException(why));
    }
}
