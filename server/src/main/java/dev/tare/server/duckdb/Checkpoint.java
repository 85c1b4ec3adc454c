package dev.tare.server.duckdb;

import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Works the log written ahead into the file. */
final class Checkpoint {
    private Checkpoint() {}

    /** Does so, unless a reader is in the way. */
    static void unlessRead(Connection connection) throws SQLException {
        try {
            Sql.execute(connection, "CHECKPOINT");
        } catch (SQLException refused) {
            // While a reader still looks at an older state the engine can't; the next idle time
            // will do. (Its FORCE form would turn in circles until then.)
            if (!String.valueOf(refused.getMessage()).contains("Cannot CHECKPOINT")) {
                throw refused;
            }
        }
    }
}
