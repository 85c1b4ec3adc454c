package dev.tare.server.tables;

import dev.tare.core.ledger.ReadingTooLong;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

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

    /** A question whose statements are watched. */
    interface Watched<T> {
        T from(Connection connection, Watch watch) throws SQLException;
    }

    /** Ends statements whose time is up. */
    interface Watch {
        /** A statement about to be asked is watched until what is returned is closed. */
        Watching over(Statement statement);
    }

    /** While this is open its statement is watched. */
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The same, no longer than that. Who asks within a transaction of his own isn't stopped.
     *
     * @throws ReadingTooLong where it would take longer
     */
    default <T> T within(Duration atMost, String doing, Watched<T> question) {
        return read(doing, connection -> question.from(connection, _ -> () -> {}));
    }
}
