package dev.tare.server.duckdb;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.duckdb.DuckDBConnection;

/** The journals' states as they stand in {@code journal_positions}. */
final class Positions {
    private Positions() {}

    static List<LedgerState> read(DuckDBConnection connection) throws SQLException {
        List<LedgerState> states = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT * FROM journal_positions ORDER BY journal");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                states.add(
                        new LedgerState(
                                new JournalPosition(
                                        UUID.fromString(Sql.required(row, "journal")),
                                        row.getLong("position")),
                                row.getLong("acknowledged"),
                                row.getLong("recorded"),
                                row.getLong("duplicates"),
                                row.getLong("quarantined")));
            }
        }
        return states;
    }
}
