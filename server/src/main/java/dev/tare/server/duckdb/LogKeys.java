package dev.tare.server.duckdb;

import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.UsageStore;
import dev.tare.server.tables.LogRetention;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The identities in the log, by number: rows are numbered from 0 in the order they were written.
 * The engine does the same as long as none is removed, but where some were let go it may move those
 * behind together. Those written since then stand side by side at its end. Rows not yet committed
 * have numbers of the engine's far beyond.
 */
final class LogKeys {
    /** Where the engine begins to number rows that aren't committed. */
    private static final String NOT_COMMITTED = "36028797018960000";

    private LogKeys() {}

    /** How many rows were ever written. */
    static long count(Connection connection) throws SQLException {
        return Sql.count(connection, "SELECT COUNT(*) FROM api_usage_logs")
                + LogRetention.read(connection).letGo();
    }

    static void each(
            Connection connection, long fromRow, Instant receivedSince, UsageStore.KeySink sink)
            throws SQLException {
        // Both bounds stand in the text: only so the engine leaves out whole blocks of rows.
        String sql =
                "SELECT source, id, epoch_us(received_at) FROM api_usage_logs WHERE received_at >= "
                        + Sql.literal(receivedSince)
                        + from(connection, fromRow);
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                sink.key(
                        new EventKey(row.getString(1), row.getString(2)),
                        Instant.EPOCH.plus(row.getLong(3), ChronoUnit.MICROS));
            }
        }
    }

    /** The condition, with its AND, that leaves out the rows before that one. */
    private static String from(Connection connection, long fromRow) throws SQLException {
        long letGo = LogRetention.read(connection).letGo();
        if (fromRow == 0 || (letGo > 0 && fromRow < LogRetention.lastRows(connection))) {
            return ""; // Which of the earlier rows are still there isn't known.
        }
        long place =
                letGo == 0 ? fromRow : end(connection) - (written(connection, letGo) - fromRow);
        return " AND rowid >= " + place;
    }

    /** How many rows were ever committed. */
    private static long written(Connection connection, long letGo) throws SQLException {
        return letGo + committed(connection, "COUNT(*)");
    }

    /** The engine's number behind its last row. */
    private static long end(Connection connection) throws SQLException {
        return committed(connection, "COALESCE(MAX(rowid) + 1, 0)");
    }

    private static long committed(Connection connection, String what) throws SQLException {
        return Sql.count(
                connection,
                "SELECT " + what + " FROM api_usage_logs WHERE rowid < " + NOT_COMMITTED);
    }
}
