package dev.tare.server.postgres;

import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Rows that wait in a table of the session until they are added to a rollup table. It is emptied by
 * the transaction's end, and made once for a session: one made each time would fill the catalog
 * with what is gone.
 */
final class MergedRows extends CopiedRows {
    private final Connection connection;
    private final RollupTable table;

    MergedRows(Connection connection, RollupTable table) throws SQLException {
        super(
                connection,
                Destination.direct(stage(table), ""),
                table.keys().size() + table.summed().size());
        this.connection = connection;
        this.table = table;
        Sql.execute(
                connection,
                "CREATE TEMP TABLE IF NOT EXISTS "
                        + stage(table)
                        + " (LIKE "
                        + table.table()
                        + ") ON COMMIT DELETE ROWS");
    }

    private static String stage(RollupTable table) {
        return "pg_temp.stage_" + table.table();
    }

    @Override
    public void flush() throws SQLException {
        super.flush();
        Sql.execute(connection, table.merge("SELECT * FROM " + stage(table)));
    }
}
