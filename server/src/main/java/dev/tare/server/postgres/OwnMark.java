package dev.tare.server.postgres;

import dev.tare.core.ledger.Lineage;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What proves that the ledger wasn't set back: which transaction wrote the position of our journal.
 * Nobody else writes that one, so it is our own last, and the rows that were there behind it are
 * those that they were. In a database put back to an earlier state, or read in from a dump, it is
 * another transaction, or the position isn't there.
 */
final class OwnMark {
    private static final String FOUND =
            "SELECT CAST(xmin AS TEXT) FROM journal_positions WHERE journal = ?";

    private static final String LEAVE =
            "INSERT INTO journal_positions VALUES (?, 0, 0, 0, 0, 0)"
                    + " ON CONFLICT (journal) DO UPDATE SET journal = excluded.journal";

    private @Nullable String left;
    private long rows;
    private long own;
    private long number;

    /** Of a commit whose answer may be lost, and the rows behind it. */
    private @Nullable String tried;

    private long triedRows;

    Lineage lineage() {
        return new Lineage(number, rows, own);
    }

    /**
     * Looks for it; leaves one where it isn't there. The head must be locked.
     *
     * @param rowsNow of the log
     */
    void look(Connection connection, UUID journal, long rowsNow) throws SQLException {
        String found = Sql.value(connection, FOUND, journal);
        if (found != null && found.equals(tried)) {
            committed();
        } else if (found == null || !found.equals(left)) {
            number++;
            own = 0;
            rows = rowsNow;
            left = rowsNow == 0 ? null : leave(connection, journal);
        } else if (rowsNow > rows) {
            // It is behind what others wrote from now on, so that nobody reads that twice.
            rows = rowsNow;
            left = leave(connection, journal);
        }
    }

    private static @Nullable String leave(Connection connection, UUID journal) throws SQLException {
        Sql.execute(connection, LEAVE.replace("?", Sql.text(journal.toString())));
        return Sql.value(connection, FOUND, journal);
    }

    /** That transaction is about to be committed. */
    void trying(String transaction, long rowsBehind) {
        tried = transaction;
        triedRows = rowsBehind;
    }

    /** It was. */
    void committed() {
        left = tried;
        rows = triedRows;
        own = triedRows;
    }
}
