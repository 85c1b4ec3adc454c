package dev.tare.server.postgres;

import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tables of the session, where rows wait until they are added to a table of the ledger. One is
 * emptied by the transaction's end, and made once for a session: one made each time would fill the
 * catalog with what is gone.
 *
 * <p>Behind a pooler a session outlives the program. So the name tells the version of the tables,
 * or the next program would find what the last one left.
 */
final class Stage {
    private Stage() {}

    /** The one for rows of that table, made where the session has none. */
    static String of(Connection connection, String table) throws SQLException {
        return made(connection, "stage_" + table, "LIKE " + table);
    }

    /** One that takes what the log takes, its indexes included. */
    static String likeLog(Connection connection) throws SQLException {
        return made(connection, "tried_log", "LIKE api_usage_logs INCLUDING INDEXES");
    }

    private static String made(Connection connection, String name, String form)
            throws SQLException {
        String stage = "pg_temp.tare_" + Scripts.VERSION + "_" + name;
        Sql.execute(
                connection,
                "CREATE TEMP TABLE IF NOT EXISTS "
                        + stage
                        + " ("
                        + form
                        + ") ON COMMIT DELETE ROWS");
        return stage;
    }
}
