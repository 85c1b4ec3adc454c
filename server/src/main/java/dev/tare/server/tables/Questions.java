package dev.tare.server.tables;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the tables are asked. */
public interface Questions {
    /** A question. */
    interface Question<T> {
        T from(Connection connection) throws SQLException;
    }

    /**
     * Answers a question on a snapshot of its own: all its statements see the same state.
     *
     * @param doing what to say can't be done, where it can't
     */
    <T> T read(String doing, Question<T> question);
}
