package dev.tare.server.postgres;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.ReceiptProbe;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.ledger.UsageStore;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.StoredRows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks identities up in the log, by its index of them. */
final class KnownRows {
    private static final int ROWS_AT_ONCE = 10_000;

    private static final String PROBES =
            "UNNEST(?::text[], ?::text[], ?::timestamptz[]) AS p(source, id, moment)";

    private static final String AT_THEIR_TIME =
            " FROM "
                    + PROBES
                    + " JOIN api_usage_logs l"
                    + " ON l.source = p.source AND l.id = p.id AND l.created_at = p.moment";

    private static final String BY_TIME = "SELECT " + StoredRows.COLUMNS + AT_THEIR_TIME;
    private static final String CHARGED = "SELECT " + StoredRows.CHARGED_COLUMNS + AT_THEIR_TIME;

    private static final String BY_RECEIPT =
            "SELECT "
                    + StoredRows.COLUMNS
                    + " FROM UNNEST(?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])"
                    + " AS p(source, id, first, behind) JOIN api_usage_logs l"
                    + " ON l.source = p.source AND l.id = p.id"
                    + " AND l.received_at >= p.first AND l.received_at < p.behind";

    private static final String KEYS =
            "SELECT source, id, received_at FROM api_usage_logs"
                    + " WHERE row_number >= ? AND received_at >= ? ORDER BY row_number";

    private KnownRows() {}

    /** Rows with exactly that event time. */
    static List<StoredEvent> byTime(Connection connection, Map<EventKey, Instant> times)
            throws SQLException {
        List<EventKey> keys = List.copyOf(times.keySet());
        return find(
                connection,
                BY_TIME,
                StoredRows::read,
                keys,
                times(keys.stream().map(times::get).toList()));
    }

    /** Rows received in that stretch. */
    static List<StoredEvent> byReceipt(Connection connection, Collection<ReceiptProbe> probes)
            throws SQLException {
        return find(
                connection,
                BY_RECEIPT,
                StoredRows::read,
                probes.stream().map(ReceiptProbe::key).toList(),
                times(probes.stream().map(ReceiptProbe::from).toList()),
                times(probes.stream().map(ReceiptProbe::to).toList()));
    }

    /** The same with their amounts, as they are after corrections. */
    static Collection<ChargedEvent> charged(Connection connection, Map<EventKey, Instant> times)
            throws SQLException {
        List<EventKey> keys = List.copyOf(times.keySet());
        OffsetDateTime[] moments = times(keys.stream().map(times::get).toList());
        return StoredRows.charged(
                find(connection, CHARGED, StoredRows::readCharged, keys, moments),
                find(
                        connection,
                        StoredRows.corrected(PROBES, "p.moment"),
                        StoredRows::readCharged,
                        keys,
                        moments));
    }

    private static OffsetDateTime[] times(List<Instant> times) {
        return times.stream().map(Sql::time).toArray(OffsetDateTime[]::new);
    }

    /** Reads a row. */
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private static <T> List<T> find(
            Connection connection,
            String sql,
            Reading<T> reading,
            List<EventKey> keys,
            OffsetDateTime[]... times)
            throws SQLException {
        List<T> found = new ArrayList<>();
        if (keys.isEmpty()) {
            return found;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, texts(connection, keys.stream().map(EventKey::source)));
            statement.setArray(2, texts(connection, keys.stream().map(EventKey::id)));
            for (int i = 0; i < times.length; i++) {
                statement.setArray(3 + i, connection.createArrayOf("timestamptz", times[i]));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(reading.of(row));
                }
            }
        }
        return found;
    }

    private static Array texts(Connection connection, Stream<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray(String[]::new));
    }

    /** Tells the identities of rows in the order of their numbers. */
    static void eachKey(
            Connection connection, long fromRow, Instant receivedSince, UsageStore.KeySink sink)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
            Sql.bind(statement, fromRow, receivedSince);
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sink.key(
                            new EventKey(Sql.required(row, "source"), Sql.required(row, "id")),
                            Sql.requiredTime(row, "received_at"));
                }
            }
        }
    }
}
