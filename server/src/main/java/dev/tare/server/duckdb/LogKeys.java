package dev.tare.server.duckdb;

import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.UsageStore;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The identities in the log, by number. The engine numbers rows from 0 in the order of their
 * commits, as long as none is removed; those not yet committed have numbers far beyond.
 */
final class LogKeys {
    private LogKeys() {}

    static long count(Connection connection) throws SQLException {
        return Sql.count(connection, "SELECT COUNT(*) FROM api_usage_logs");
    }

    static void each(
            Connection connection, long fromRow, Instant receivedSince, UsageStore.KeySink sink)
            throws SQLException {
        // Both bounds stand in the text: only so the engine leaves out whole blocks of rows.
        String sql =
                "SELECT source, id, epoch_us(received_at) FROM api_usage_logs WHERE received_at >= "
                        + Sql.literal(receivedSince)
                        + (fromRow == 0 ? "" : " AND rowid >= " + fromRow);
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                sink.key(
                        new EventKey(row.getString(1), row.getString(2)),
                        Instant.EPOCH.plus(row.getLong(3), ChronoUnit.MICROS));
            }
        }
    }
}
