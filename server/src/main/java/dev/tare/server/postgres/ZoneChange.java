package dev.tare.server.postgres;

import dev.tare.core.profit.UsageSums;
import dev.tare.server.tables.LogRetention;
import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.TableSums;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums the daily tables up anew for the days of another zone, within the caller's transaction. The
 * log is gone through partition by partition: over all of a large log one statement would take
 * longer than the driver waits for an answer, and nobody could say how far it is.
 */
final class ZoneChange {
    private static final List<RollupTable> DAILY =
            Arrays.stream(RollupTable.values()).filter(RollupTable::isDaily).toList();

    private static final String PARTITIONS =
            "SELECT CAST(CAST(tableoid AS REGCLASS) AS TEXT), COUNT(*) FROM api_usage_logs"
                    + " GROUP BY tableoid ORDER BY 1";

    private static final String NOTE =
            "UPDATE tare_ledger SET workspace_zone = ?, stamp = gen_random_uuid()";

    private final Connection connection;
    private final ZoneId zone;
    private final DaysCut told;

    ZoneChange(Connection connection, ZoneId zone, DaysCut told) {
        this.connection = connection;
        this.zone = zone;
        this.told = told;
    }

    /** In a zone of another name that has the same days nothing has to be cut. */
    void from(String known) throws SQLException {
        if (!ZoneId.of(known).getRules().equals(zone.getRules())) {
            String refusal = LogRetention.whyZoneStays(connection, known, zone);
            if (!refusal.isEmpty()) {
                throw Schema.refused(refusal);
            }
            UsageSums.Span span = TableSums.span(connection);
            if (span != null) {
                cut(PostgresEngine.READING.day("created_at", zone, span.first(), span.last()));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            Sql.bind(statement, zone.getId());
            statement.execute();
        }
    }

    private void cut(String day) throws SQLException {
        Map<String, Long> partitions = partitions();
        long events = partitions.values().stream().mapToLong(Long::longValue).sum();
        long done = 0;
        told.at(done, events);
        for (RollupTable table : DAILY) {
            Sql.execute(connection, "DELETE FROM " + table.table());
            if (!table.isCharged()) {
                String rows = table.overRows(PostgresEngine.READING, day);
                Sql.execute(connection, "INSERT INTO " + table.table() + " " + rows);
            }
        }
        for (Map.Entry<String, Long> partition : partitions.entrySet()) {
            for (RollupTable table : DAILY) {
                if (table.isCharged()) {
                    // A day may lie in two of them: months of the log are those of Greenwich.
                    String rows = table.overLog(PostgresEngine.READING, day, partition.getKey());
                    Sql.execute(connection, table.merge(rows));
                }
            }
            done += partition.getValue();
            told.at(done, events);
        }
    }

    /** The log's tables that have rows, and how many. */
    private Map<String, Long> partitions() throws SQLException {
        Map<String, Long> partitions = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PARTITIONS)) {
            while (row.next()) {
                partitions.put(row.getString(1), row.getLong(2));
            }
        }
        return partitions;
    }
}
