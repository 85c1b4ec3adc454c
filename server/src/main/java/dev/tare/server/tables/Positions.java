package dev.tare.server.tables;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The journals' states as they stand in {@code journal_positions}. */
public final class Positions {
    private Positions() {}

    /** That journal's; at its start where the ledger has seen nothing of it. */
    public static LedgerState of(Connection connection, UUID journal) throws SQLException {
        return read(connection).stream()
                .filter(state -> state.position().journal().equals(journal))
                .findFirst()
                .orElse(LedgerState.start(journal));
    }

    /** All of them. */
    public static List<LedgerState> read(Connection connection) throws SQLException {
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
