package dev.tare.server.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A connection to somebody's tables. Each reading is a transaction of its own: a run that takes an
 * hour holds no snapshot for an hour, which would keep a busy database from cleaning up, and a
 * pooler may lend another session for each. Between readings no transaction is open.
 */
final class SourceSession implements AutoCloseable {
    private final HistoryDatabase database;
    private @Nullable Connection connection;

    SourceSession(HistoryDatabase database) {
        this.database = database;
    }

    /** One reading. */
    @FunctionalInterface
    interface Reading<T> {
        T from(Snapshot snapshot) throws SQLException, SourceFault;
    }

    /** Takes rows one by one. */
    @FunctionalInterface
    interface RowTaker {
        void row(ResultSet row) throws SQLException;
    }

    /** All tables as they are at one moment. */
    static final class Snapshot {
        private final Connection connection;

        Snapshot(Connection connection) {
            this.connection = connection;
        }

        /**
         * Asks a question made from what stands at {@code path} of the mapping. No parameters are
         * bound: SQL of the mapping may hold question marks of its own.
         */
        void each(String path, String sql, RowTaker taker) throws SQLException, SourceFault {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    taker.row(rows);
                }
            } catch (SQLException failure) {
                if (SourceFault.isConnectionLost(failure)) {
                    throw failure;
                }
                throw SourceFault.at(path, failure);
            }
        }

        /** The engine's name for the type of a question's only column. */
        String typeOf(String path, String sql) throws SQLException, SourceFault {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                return rows.getMetaData().getColumnTypeName(1);
            } catch (SQLException failure) {
                if (SourceFault.isConnectionLost(failure)) {
                    throw failure;
                }
                throw SourceFault.at(path, failure);
            }
        }
    }

    /** Reads; where the connection turns out to be cut, once more on a new one. */
    <T> T read(Reading<T> reading) throws SourceFault {
        boolean fresh = connection == null;
        try {
            return once(reading);
        } catch (SQLException cut) {
            close();
            if (fresh) {
                throw SourceFault.away(database, cut);
            }
        }
        try {
            return once(reading);
        } catch (SQLException away) {
            close();
            throw SourceFault.away(database, away);
        }
    }

    private <T> T once(Reading<T> reading) throws SQLException, SourceFault {
        Connection open = connection;
        if (open == null) {
            open = database.opening().open();
            connection = open;
        }
        database.beginning().begin(open);
        try {
            T answer = reading.from(new Snapshot(open));
            open.commit();
            return answer;
        } catch (SourceFault fault) {
            open.rollback();
            throw fault;
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException gone) {
            // Nothing was written on it.
        }
    }
}
