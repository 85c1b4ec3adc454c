package dev.tare.server.duckdb;

import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.Sql;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/** Rows that wait in a table in memory until they are added to a rollup table. */
final class MergedRows extends AppendedRows {
    private final DuckDBConnection connection;
    private final RollupTable table;

    MergedRows(DuckDBConnection connection, RollupTable table) throws SQLException {
        super(stage(connection, table).createAppender("temp", "main", name(table)));
        this.connection = connection;
        this.table = table;
    }

    /** Made anew: emptying it instead would keep the old rows' memory. */
    private static DuckDBConnection stage(DuckDBConnection connection, RollupTable table)
            throws SQLException {
        Sql.execute(
                connection,
                "CREATE OR REPLACE TEMP TABLE "
                        + name(table)
                        + " AS FROM "
                        + table.table()
                        + " LIMIT 0");
        return connection;
    }

    private static String name(RollupTable table) {
        return "stage_" + table.table();
    }

    @Override
    public void flush() throws SQLException {
        super.flush();
        Sql.execute(connection, table.merge("SELECT * FROM " + name(table)));
    }
}
