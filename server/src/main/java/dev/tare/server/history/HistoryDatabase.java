package dev.tare.server.history;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Port: where somebody's tables are.
 *
 * @param name for messages; never holds a password
 * @param opening opens a connection that commits only when told to
 * @param beginning begins a transaction in which nothing can be written, and all that is read is as
 *     it was at one moment; settings made there end with it
 */
public record HistoryDatabase(String name, Opening opening, Beginning beginning) {
    /** Opens a connection. */
    @FunctionalInterface
    public interface Opening {
        Connection open() throws SQLException;
    }

    /** Begins a transaction. */
    @FunctionalInterface
    public interface Beginning {
        void begin(Connection connection) throws SQLException;
    }
}
