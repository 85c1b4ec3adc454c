package dev.tare.server.postgres;

import dev.tare.server.tables.RollupTable;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that wait in a table of the session until they are added to a rollup table. Columns are
 * named, so that one somebody adds is left alone.
 */
final class MergedRows extends CopiedRows {
    private final Connection connection;
    private final String merge;

    MergedRows(Connection connection, RollupTable table) throws SQLException {
        this(connection, table, Stage.of(connection, table.table()), columns(table));
    }

    private MergedRows(
            Connection connection, RollupTable table, String stage, List<String> columns) {
        super(connection, Destination.direct(stage, inParentheses(columns)), columns.size());
        this.connection = connection;
        this.merge =
                table.merge(
                        inParentheses(columns)
                                + " SELECT "
                                + String.join(", ", columns)
                                + " FROM "
                                + stage);
    }

    private static List<String> columns(RollupTable table) {
        List<String> columns = new ArrayList<>(table.keys());
        columns.addAll(table.summed());
        return columns;
    }

    private static String inParentheses(List<String> columns) {
        return " (" + String.join(", ", columns) + ")";
    }

    @Override
    public void flush() throws SQLException {
        super.flush();
        Sql.execute(connection, merge);
    }
}
