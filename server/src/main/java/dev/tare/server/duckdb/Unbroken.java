package dev.tare.server.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether answers were whole. */
final class Unbroken {
    private Unbroken() {}

    /**
     * To be called at the end of a transaction that read. Answers are streamed, and where the
     * engine fails after the first rows, the driver says no word of it: the answer just ends. But
     * the transaction is broken then, and refuses whatever comes next.
     */
    static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            while (row.next()) {
                // It is there.
            }
        } catch (SQLException broken) {
            throw new SQLException("the engine failed while an answer was read", broken);
        }
    }
}
